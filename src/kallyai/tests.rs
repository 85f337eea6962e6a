//! Tests of the client against literal bodies and against the sandbox.
