//! State becomes a picture. Nothing here sounds or stores.
