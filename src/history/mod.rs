//! WHAT HAPPENED: the record of every session, and the journal of the running one.
