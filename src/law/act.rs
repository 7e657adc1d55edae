//! What is done with data.

use crate::data::word::word_sets;
use crate::data::word::words;

words! {
    /// What is done with data at the other end. Each act is decided separately: a law may allow a look from abroad
    /// and forbid a copy there.
    Act, "an act", {
        /// Keeping it there.
        Store = "store",
        /// Working on it there, without keeping it.
        Process = "process",
        /// Looking at it from there, while it stays where it is. That is a transfer too.
        RemoteRead = "remote-read",
        /// Keeping a running copy there.
        Replicate = "replicate",
        /// Keeping a backup there.
        BackUp = "back-up",
        /// Writing it into a log there.
        Log = "log",
        /// Handing it to its destination there.
        Deliver = "deliver",
        /// Handing it on from one recipient to the next.
        OnwardTransfer = "onward-transfer",
    }
}

word_sets! {
    /// A set of [`Act`]s.
    Acts of Act
}
