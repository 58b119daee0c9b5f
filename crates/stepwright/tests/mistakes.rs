//! What `build()` says of a workflow that is wrong, with the source lines it speaks of.
//!
//! A file each, so that the lines in the messages are few and stay where they are.

#![expect(clippy::unwrap_used, reason = "the workflows of tests are test code")]
#![expect(clippy::redundant_closure_for_method_calls, reason = "as an author writes it")]

mod mistakes {
    //! Each case is a workflow with one mistake, and the whole message.
    mod check;
    mod w01_name_used_twice;
    mod w02_never_reached;
    mod w03_value_leaves;
    mod w04_not_set_on_every_path;
    mod w05_stale_read;
    mod w06_leaves_its_branch;
    mod w07_no_states;
    mod w08_never_matches;
    mod w09_nothing_raises;
    mod w10_limits;
    mod w11_label_at_the_end;
    mod w12_busy_loop;
    mod w13_variable_names;
    mod w14_set_from_inside;
    mod w15_one_placeholder_for_two;
    mod w16_succeeds_with_another_type;
    mod w17_raw;
    mod w18_tasks;
    mod w19_literals;
    mod w20_lambda_faults;
    mod w21_express;
}
