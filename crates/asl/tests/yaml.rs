//! YAML in: what is read, where it stands, and what is refused with which words.

use expect_test::{Expect, expect};
use stepwright_asl::{Document, Pointer};

#[track_caller]
fn check(text: &str, expect: Expect) {
    let shown = match Document::parse("machine.asl.yaml", text) {
        Ok(document) => document.machine.to_value().to_string(),
        Err(error) => error.to_string(),
    };
    expect.assert_eq(&shown);
}

const MACHINE: &str = "\
# Says hello.
StartAt: Hello
States:
  Hello:
    Type: Task
    Resource: arn:aws:states:::lambda:invoke
    Parameters:
      FunctionName: ${HelloArn}
      Payload.$: $
    TimeoutSeconds: 30
    Retry:
    - ErrorEquals: [States.TaskFailed]
      BackoffRate: 1.5
    Next: \"Done\"
  Done: {Type: Succeed}
";

#[test]
fn a_machine_reads_as_it_would_from_json() {
    check(
        MACHINE,
        expect![[
            r#"{"StartAt":"Hello","States":{"Hello":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":"${HelloArn}","Payload.$":"$"},"TimeoutSeconds":30,"Retry":[{"ErrorEquals":["States.TaskFailed"],"BackoffRate":1.5}],"Next":"Done"},"Done":{"Type":"Succeed"}}}"#
        ]],
    );
}

#[test]
fn everything_has_its_place() {
    let document = Document::parse("machine.asl.yaml", MACHINE).unwrap();
    let place = |at: &str| document.source.locate(&at.parse().unwrap()).to_string();
    let key = |at: &str| document.source.locate_key(&at.parse().unwrap()).to_string();
    assert_eq!(place("/StartAt"), "machine.asl.yaml:2:10");
    assert_eq!(key("/StartAt"), "machine.asl.yaml:2:1");
    assert_eq!(key("/States/Hello/Parameters/Payload.$"), "machine.asl.yaml:9:7");
    assert_eq!(place("/States/Hello/Retry/0/ErrorEquals/0"), "machine.asl.yaml:12:21");
    assert_eq!(place("/States/Hello/Retry/0/BackoffRate"), "machine.asl.yaml:13:20");
    assert_eq!(place("/States/Hello/Next"), "machine.asl.yaml:14:11");
    assert_eq!(place("/States/Done/Type"), "machine.asl.yaml:15:16");
    assert_eq!(place("/States/Done/End"), "machine.asl.yaml:15:9");
}

#[test]
fn an_alias_repeats_what_its_anchor_names() {
    let text = "\
StartAt: A
States:
  A: &work
    Type: Pass
    Result: &result [1, {a: 2}]
    End: true
  B: *work
  C: {Type: Pass, Result: *result, End: true}
";
    check(
        text,
        expect![[
            r#"{"StartAt":"A","States":{"A":{"Type":"Pass","Result":[1,{"a":2}],"End":true},"B":{"Type":"Pass","Result":[1,{"a":2}],"End":true},"C":{"Type":"Pass","Result":[1,{"a":2}],"End":true}}}"#
        ]],
    );
    let document = Document::parse("m.yml", text).unwrap();
    let at: Pointer = "/States/B/Result/1/a".parse().unwrap();
    assert_eq!(document.source.locate(&at).to_string(), "m.yml:5:29");
}

#[test]
fn a_block_text_is_a_text() {
    check(
        "Comment: |\n  one\n  two\nVersion: '1.0'\nTimeoutSeconds: !!int 5\n",
        expect![[r#"{"Comment":"one\ntwo\n","Version":"1.0","TimeoutSeconds":5}"#]],
    );
}

#[test]
fn a_key_that_stands_twice_is_told() {
    let document =
        Document::parse("m.yaml", "StartAt: A\nStates: {A: {Type: Succeed}}\nStartAt: A\n")
            .unwrap();
    let problems: Vec<String> = document.problems().iter().map(ToString::to_string).collect();
    expect!["warning[DUPLICATE_KEY] /StartAt: the key stands here a second time; the first one is at m.yaml:1:1 (only the last one counts: leave one of them out)"].assert_eq(&problems.join("\n"));
}

#[test]
fn what_json_has_no_word_for_is_refused() {
    check(
        "",
        expect![
            "machine.asl.yaml:1:1: the document is empty; a definition has `StartAt` and `States`"
        ],
    );
    check(
        "- StartAt",
        expect![[
            r#"machine.asl.yaml:1:1: a definition must be a JSON object, such as `{"StartAt": …, "States": {…}}`"#
        ]],
    );
    check(
        "StartAt: A\n---\nStartAt: B\n",
        expect![
            "machine.asl.yaml:2:1: a second document begins here; put each definition into a file of its own"
        ],
    );
    check(
        "StartAt: !Sub '${A}'\n",
        expect![
            "machine.asl.yaml:1:15: `!Sub` belongs to CloudFormation, not to the Amazon States Language; write a placeholder such as `${Name}` and give its value in `DefinitionSubstitutions`"
        ],
    );
    check(
        "States: !Ref A\n",
        expect![
            "machine.asl.yaml:1:14: `!Ref` belongs to CloudFormation, not to the Amazon States Language; write a placeholder such as `${Name}` and give its value in `DefinitionSubstitutions`"
        ],
    );
    check(
        "States: !mine {}\n",
        expect!["machine.asl.yaml:1:15: the tag `!mine` has no meaning in JSON; leave it out"],
    );
    check(
        "StartAt: !!int A\n",
        expect![
            "machine.asl.yaml:1:16: `A` is not what its tag `!!int` says; leave the tag out, or change the value"
        ],
    );
    check(
        "a: &a {b: 1}\nc:\n  <<: *a\n",
        expect![
            "machine.asl.yaml:3:3: merge keys (`<<`) are not part of YAML 1.2; write the fields out"
        ],
    );
    check(
        "? [a, b]\n: 1\n",
        expect![
            "machine.asl.yaml:1:3: a key must be a text here; put it in quotes if it begins with `[` or `{`"
        ],
    );
    check(
        "a: .inf\n",
        expect![
            "machine.asl.yaml:1:4: JSON has no infinite numbers and no `.nan`; put it in quotes if it is a text"
        ],
    );
    check(
        "a: &a [*a]\n",
        expect!["machine.asl.yaml:1:8: an alias cannot stand within the value that it repeats"],
    );
    check(
        "a: *b\n",
        expect!["machine.asl.yaml:1:4: no anchor of this name stands before this alias"],
    );
}

#[test]
fn what_is_no_yaml_is_refused_with_its_place() {
    check(
        "StartAt: A\nStates:\n  A: {Type: Pass\n",
        expect!["machine.asl.yaml:3:6: unclosed bracket '{'"],
    );
    check(
        "StartAt: A\nStates:\n\tA: 1\n",
        expect!["machine.asl.yaml:3:2: YAML is indented with blanks, not with tabulators"],
    );
    check("StartAt: 'A\n", expect!["machine.asl.yaml:1:10: unclosed quote"]);
    check(
        "StartAt: A\n Next: B\n",
        expect![
            "machine.asl.yaml:2:6: no key can stand here; indent it like the other keys of its mapping, and put a text that has `: ` in it in quotes"
        ],
    );
    check(
        "{% $x %}",
        expect![
            "machine.asl.yaml:1:2: a text that begins with `{%` needs quotes around it: in YAML `{` begins a mapping"
        ],
    );
}

#[test]
fn a_small_text_cannot_become_a_large_value() {
    let line = |level: u32| {
        let items = vec![format!("*a{}", level - 1); 10].join(", ");
        format!("a{level}: &a{level} [{items}]\n")
    };
    let first = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    let text: String = std::iter::once(first).chain((1..9).map(line)).collect();
    check(
        &text,
        expect![
            "machine.asl.yaml:6:9: the document is too large with what its anchors and aliases repeat; use fewer of them"
        ],
    );
    let anchors: Vec<String> = (0..100).map(|level| format!("&a{level} [")).collect();
    let nested = format!("{}{}{}", anchors.concat(), "x, ".repeat(50_000), "]".repeat(100));
    check(
        &nested,
        expect![
            "machine.asl.yaml:1:536: the document is too large with what its anchors and aliases repeat; use fewer of them"
        ],
    );
    check(
        &"[".repeat(100_000),
        expect!["machine.asl.yaml:1:257: lists and mappings are nested too deeply"],
    );
    check(
        &"- ".repeat(100_000),
        expect!["machine.asl.yaml:1:513: lists and mappings are nested too deeply"],
    );
}
