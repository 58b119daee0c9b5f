//! The rules of the lowering, one by one: what each makes of a small workflow.

mod lowering {
    //! A file for a few rules that belong together.
    mod contracts;
    mod distributed;
    mod ends;
    mod input;
    mod joins;
    mod names;
    mod raw;
    mod tasks;
    mod values;
    mod variables;
}
