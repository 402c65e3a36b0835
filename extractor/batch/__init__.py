"""Many documents: processes for them, one writer for all, and a state that is kept from one run to the next.

A worker gets a `Task` and gives an `Outcome` with packed rows (`work`); where it runs is the business of an executor
(`pool`: this machine). `run` plans (`plan`), keeps what comes back (`state`) and has the dataset written.
"""
