//! Every version of every record that was ever written still reads.
//!
//! The fixtures are the bytes of a released version and are never changed; a
//! new version gets new ones beside them.
