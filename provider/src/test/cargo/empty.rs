//! Has no code: cargo wants a target.
