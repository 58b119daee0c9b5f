//! The rules of the lowering, one by one: what each makes of a small workflow.

#![expect(clippy::too_many_lines, reason = "a definition is as long as it is")]

mod lowering {
    //! A file for a few rules that belong together.
    mod context;
    mod contracts;
    mod distributed;
    mod ends;
    mod everything;
    mod input;
    mod joins;
    mod names;
    mod raw;
    mod tasks;
    mod values;
    mod variables;
}
