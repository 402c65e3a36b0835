"""Many documents: one process for each, one writer for all.

Only numbers and names come back from the processes; rows travel as parts on the disk (`extractor.write.part`).
"""
