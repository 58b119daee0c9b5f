//! W19

use super::check::check;
use expect_test::expect;
use serde::{Serialize, Serializer};
use stepwright::{Expr, Flow, Step, pass};

#[derive(stepwright::Shape)]
struct Odd;

impl Serialize for Odd {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("no way to say this"))
    }
}

fn without_a_json_form(w: &mut Flow, _: Expr<()>) -> Expr<Odd> {
    pass("Odd").value(Odd).run(w)
}

#[test]
fn a_literal_has_no_json_form() {
    check(
        without_a_json_form,
        expect![[r#"
            error[W19]: "Odd" is given a value without a JSON form: no way to say this
              --> crates/stepwright/tests/mistakes/w19_literals.rs:18:28
              help: the keys of a map must be texts, and numbers finite"#]],
    );
}
