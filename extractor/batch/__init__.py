"""Many documents: processes for them, one writer for all, and a state that is kept from one run to the next.

A worker gets a `Task` and gives an `Outcome` with packed rows (`work`); where it runs is the business of an executor
(`pool`: this machine; `cluster`: a Dask cluster, with `dispatch` on this side and `remote` on that of its workers).
`run` plans (`plan`), keeps what comes back (`state`) and has the dataset written.
"""
