//! What is true of every execution, over machines and answers that nobody thought of.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use stepwright_asl::StateMachine;
use stepwright_compiler::{Program, compile};
use stepwright_engine::{
    ChildId, ChildOutcome, Command, Completion, Execution, ExecutionStatus, Failure,
    HistoryEventDetails, MapRunId, ReadFrom, Start, TaskId, TimerId,
};
use stepwright_json::{Object, Value, json};

/// One state of a random machine, before it has a name and somewhere to go.
#[derive(Clone, Debug)]
enum Shape {
    Pass(&'static str),
    Task { retry: bool, catch: bool, timeout: bool },
    Wait(u8),
    Choice,
    Parallel(Vec<Vec<Shape>>),
    Map { items: u8, concurrency: u8, each: Vec<Shape> },
    Distributed { reads: bool, writes: bool, batch: u8, concurrency: u8, tolerated: u8 },
    Fail,
}

fn shape() -> impl Strategy<Value = Shape> {
    let output = prop_oneof![
        Just("{% $states.input %}"),
        Just("{% $states.input.nothing %}"),
        Just("{% $v + 1 %}"),
        Just("plain"),
    ];
    let leaf = prop_oneof![
        3 => output.prop_map(Shape::Pass),
        4 => any::<(bool, bool, bool)>()
            .prop_map(|(retry, catch, timeout)| Shape::Task { retry, catch, timeout }),
        1 => (0_u8..4).prop_map(Shape::Wait),
        1 => Just(Shape::Choice),
        1 => Just(Shape::Fail),
        1 => (any::<bool>(), any::<bool>(), 0_u8..3, 0_u8..3, 0_u8..3).prop_map(
            |(reads, writes, batch, concurrency, tolerated)| Shape::Distributed {
                reads, writes, batch, concurrency, tolerated
            }
        ),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let chain = prop::collection::vec(inner, 1..3);
        prop_oneof![
            prop::collection::vec(chain.clone(), 1..4).prop_map(Shape::Parallel),
            (0_u8..4, 0_u8..3, chain).prop_map(|(items, concurrency, each)| Shape::Map {
                items,
                concurrency,
                each
            }),
        ]
    })
}

/// What happens next: which of the things that are waited for, and how it goes.
#[derive(Clone, Copy, Debug)]
enum Move {
    Succeed(usize),
    Fail(usize),
    Start(usize),
    Fire(usize),
    Heartbeat(usize),
    /// A read, a write or a child of a Map Run ends well, or badly.
    MapRun(usize, bool),
    /// A task, timer or child that nobody waits for.
    Nonsense(u64),
    Stop,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        6 => any::<usize>().prop_map(Move::Succeed),
        3 => any::<usize>().prop_map(Move::Fail),
        2 => any::<usize>().prop_map(Move::Start),
        6 => any::<usize>().prop_map(Move::Fire),
        1 => any::<usize>().prop_map(Move::Heartbeat),
        4 => any::<(usize, bool)>().prop_map(|(at, well)| Move::MapRun(at, well)),
        1 => (1000_u64..2000).prop_map(Move::Nonsense),
    ];
    let stop = prop_oneof![4 => Just(None), 1 => (0_usize..20).prop_map(Some)];
    (prop::collection::vec(one, 0..60), stop).prop_map(|(mut moves, stop)| {
        if let Some(at) = stop.filter(|at| *at < moves.len()) {
            moves[at] = Move::Stop;
        }
        moves
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_history_is_well_formed(chain in prop::collection::vec(shape(), 1..4), moves in moves(), seed: u64) {
        let program = machine(&chain);
        let (history, status) = play(&program, &moves, seed);
        let mut ends = 0;
        for (event, id) in history.iter().zip(1..) {
            prop_assert_eq!(event.id, id);
            prop_assert!(event.previous_event_id < event.id);
            ends += usize::from(matches!(
                event.details,
                HistoryEventDetails::ExecutionSucceeded(_)
                    | HistoryEventDetails::ExecutionFailed(_)
                    | HistoryEventDetails::ExecutionAborted(_)
                    | HistoryEventDetails::ExecutionTimedOut(_)
            ));
        }
        prop_assert_eq!(ends, usize::from(status != ExecutionStatus::Running));
        let times: Vec<Timestamp> = history.iter().map(|it| it.timestamp).collect();
        prop_assert!(times.is_sorted());
    }

    #[test]
    fn the_same_seed_is_the_same_history(chain in prop::collection::vec(shape(), 1..4), moves in moves(), seed: u64) {
        let program = machine(&chain);
        prop_assert_eq!(play(&program, &moves, seed), play(&program, &moves, seed));
    }
}

/// Plays the moves, and checks at each that what is refused has no effect.
fn play(
    program: &Arc<Program>,
    moves: &[Move],
    seed: u64,
) -> (Vec<stepwright_engine::HistoryEvent>, ExecutionStatus) {
    let start = start(seed);
    let mut now = start.now;
    let (mut execution, commands) = Execution::start(Arc::clone(program), start);
    let mut waited = Waited::default();
    waited.note(&commands);
    for it in moves {
        now = now.checked_add(SignedDuration::from_millis(250)).unwrap();
        let Some(completion) = waited.completion(*it) else { continue };
        let before = (execution.history().len(), execution.status());
        match execution.complete(completion.clone(), now) {
            Ok(commands) => {
                assert!(waited.is_waited_for(&completion), "{completion:?} was taken");
                waited.answered(&completion);
                waited.note(&commands);
            }
            Err(_) => assert_eq!(before, (execution.history().len(), execution.status())),
        }
    }
    (execution.history().to_vec(), execution.status())
}

#[derive(Debug, Default)]
struct Waited {
    tasks: BTreeSet<TaskId>,
    timers: BTreeSet<TimerId>,
    of_map_runs: BTreeSet<Asked>,
}

/// What a Map Run asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Asked {
    Object(MapRunId),
    Write(MapRunId),
    Child(ChildId),
}

impl Asked {
    fn map_run(self) -> MapRunId {
        match self {
            Self::Object(map_run) | Self::Write(map_run) => map_run,
            Self::Child(child) => child.map_run,
        }
    }

    fn answer(self, well: bool) -> Completion {
        match (self, well) {
            (Self::Object(map_run), true) => {
                Completion::ObjectRead { map_run, body: b"[1,2,3,4,5]".as_slice().into() }
            }
            (Self::Object(map_run), false) => {
                Completion::ReadFailed { map_run, cause: "no".into() }
            }
            (Self::Write(map_run), true) => Completion::ResultsWritten { map_run },
            (Self::Write(map_run), false) => {
                Completion::WriteFailed { map_run, cause: "no".into() }
            }
            (Self::Child(child), true) => {
                Completion::ChildEnded { child, outcome: ChildOutcome::Succeeded(1.into()) }
            }
            (Self::Child(child), false) => {
                Completion::ChildEnded { child, outcome: ChildOutcome::Failed(Failure::default()) }
            }
        }
    }

    fn of(completion: &Completion) -> Option<Self> {
        match completion {
            Completion::ObjectRead { map_run, .. } | Completion::ReadFailed { map_run, .. } => {
                Some(Self::Object(*map_run))
            }
            Completion::ResultsWritten { map_run } | Completion::WriteFailed { map_run, .. } => {
                Some(Self::Write(*map_run))
            }
            Completion::ChildEnded { child, .. } => Some(Self::Child(*child)),
            _ => None,
        }
    }
}

impl Waited {
    fn note(&mut self, commands: &[Command]) {
        for command in commands {
            match command {
                Command::ScheduleTask(request) => _ = self.tasks.insert(request.task),
                Command::CancelTask { task } => _ = self.tasks.remove(task),
                Command::StartTimer { timer, .. } => _ = self.timers.insert(*timer),
                Command::CancelTimer { timer } => _ = self.timers.remove(timer),
                Command::ReadItems(read) => {
                    assert_eq!(read.from, ReadFrom::Object);
                    assert!(self.of_map_runs.insert(Asked::Object(read.map_run)));
                }
                Command::WriteResults(write) => {
                    assert!(self.of_map_runs.insert(Asked::Write(write.map_run)));
                }
                Command::StartChild(start) => {
                    assert!(self.of_map_runs.insert(Asked::Child(start.child)));
                }
                Command::StopMapRun { map_run } => {
                    self.of_map_runs.retain(|it| it.map_run() != *map_run);
                }
                Command::Finish => {
                    let Self { tasks, timers, of_map_runs } = self;
                    assert!(tasks.is_empty() && timers.is_empty() && of_map_runs.is_empty());
                }
            }
        }
    }

    fn completion(&self, it: Move) -> Option<Completion> {
        let task = |index: usize| self.tasks.iter().nth(index % self.tasks.len().max(1)).copied();
        let timer =
            |index: usize| self.timers.iter().nth(index % self.timers.len().max(1)).copied();
        Some(match it {
            Move::Succeed(at) => Completion::TaskSucceeded { task: task(at)?, output: 1.into() },
            Move::Fail(at) => Completion::task_failed(task(at)?, "Boom", "it did"),
            Move::Start(at) => Completion::TaskStarted { task: task(at)?, worker_name: None },
            Move::Fire(at) => Completion::TimerFired { timer: timer(at)? },
            Move::Heartbeat(at) => Completion::TaskHeartbeat { task: task(at)? },
            Move::MapRun(at, well) => {
                let asked = self.of_map_runs.iter().nth(at % self.of_map_runs.len().max(1))?;
                asked.answer(well)
            }
            Move::Nonsense(id) if id % 3 == 0 => {
                let child = ChildId { map_run: MapRunId(id % 4), index: id };
                Asked::Child(child).answer(true)
            }
            Move::Nonsense(id) if id % 2 == 0 => Completion::TimerFired { timer: TimerId(id) },
            Move::Nonsense(id) => Completion::TaskHeartbeat { task: TaskId(id) },
            Move::Stop => Completion::Stop { error: None, cause: None },
        })
    }

    fn is_waited_for(&self, completion: &Completion) -> bool {
        match completion {
            Completion::TaskStarted { task, .. }
            | Completion::TaskSubmitted { task, .. }
            | Completion::TaskSucceeded { task, .. }
            | Completion::TaskFailed { task, .. }
            | Completion::TaskHeartbeat { task } => self.tasks.contains(task),
            Completion::TimerFired { timer } => self.timers.contains(timer),
            Completion::Stop { .. } => true,
            _ => Asked::of(completion).is_some_and(|it| self.of_map_runs.contains(&it)),
        }
    }

    fn answered(&mut self, completion: &Completion) {
        match completion {
            Completion::TaskSucceeded { task, .. } | Completion::TaskFailed { task, .. } => {
                self.tasks.remove(task);
            }
            Completion::TimerFired { timer } => _ = self.timers.remove(timer),
            Completion::TaskStarted { .. }
            | Completion::TaskSubmitted { .. }
            | Completion::TaskHeartbeat { .. }
            | Completion::Stop { .. } => {}
            _ => {
                if let Some(asked) = Asked::of(completion) {
                    self.of_map_runs.remove(&asked);
                }
            }
        }
    }
}

fn start(seed: u64) -> Start {
    Start {
        input: Value::parse(r#"{"a": 1}"#).unwrap(),
        execution_name: "e".to_owned(),
        execution_arn: "arn:aws:states:eu-central-1:123456789012:execution:m:e".to_owned(),
        state_machine_arn: "arn:aws:states:eu-central-1:123456789012:stateMachine:m".to_owned(),
        state_machine_name: "m".to_owned(),
        role_arn: "arn:aws:iam::123456789012:role/m".to_owned(),
        now: Timestamp::UNIX_EPOCH,
        seed,
    }
}

fn machine(chain: &[Shape]) -> Arc<Program> {
    let mut count = 0;
    let mut machine = scope(chain, &mut count);
    machine.insert("QueryLanguage", "JSONata");
    machine.insert("TimeoutSeconds", 3600);
    Arc::new(compile(&StateMachine::from_value(&machine.into()).unwrap()).unwrap())
}

fn scope(chain: &[Shape], count: &mut u32) -> Object {
    let first = *count;
    let mut states = Object::new();
    let names: Vec<String> =
        chain.iter().enumerate().map(|(at, _)| format!("S{first}.{at}")).collect();
    *count += 1;
    for (at, shape) in chain.iter().enumerate() {
        let mut state = state(shape, count, &names[at]);
        if !matches!(shape, Shape::Fail | Shape::Choice) {
            match names.get(at + 1) {
                Some(next) => _ = state.insert("Next", next.as_str()),
                None => _ = state.insert("End", true),
            }
        }
        states.insert(names[at].as_str(), state);
    }
    Object::from_iter([("StartAt", Value::from(names[0].as_str())), ("States", states.into())])
}

fn state(shape: &Shape, count: &mut u32, own_name: &str) -> Object {
    let parse = |text: &str| Value::parse(text).unwrap().as_object().unwrap().clone();
    match shape {
        Shape::Pass(output) => {
            let mut state = parse(r#"{"Type": "Pass", "Assign": {"v": 1}}"#);
            state.insert("Output", *output);
            state
        }
        Shape::Task { retry, catch, timeout } => {
            let mut state =
                parse(r#"{"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke"}"#);
            if *retry {
                let retry = r#"[{"ErrorEquals": ["States.ALL"], "MaxAttempts": 2, "JitterStrategy": "FULL"}]"#;
                state.insert("Retry", Value::parse(retry).unwrap());
            }
            if *catch {
                let catcher = format!(r#"[{{"ErrorEquals": ["Boom"], "Next": "{own_name}"}}]"#);
                state.insert("Catch", Value::parse(&catcher).unwrap());
            }
            if *timeout {
                state.insert("TimeoutSeconds", 5);
                state.insert("HeartbeatSeconds", 2);
            }
            state
        }
        Shape::Wait(seconds) => {
            Object::from_iter([("Type", Value::from("Wait")), ("Seconds", (*seconds).into())])
        }
        Shape::Choice => parse(
            r#"{"Type": "Choice", "Choices": [{"Condition": "{% false %}", "Next": "S0.0"}]}"#,
        )
        .iter()
        .map(|(key, value)| (key, if key == "Choices" { choices(own_name) } else { value.clone() }))
        .collect(),
        Shape::Parallel(branches) => {
            let branches: Value = branches.iter().map(|it| Value::from(scope(it, count))).collect();
            Object::from_iter([("Type", Value::from("Parallel")), ("Branches", branches)])
        }
        Shape::Map { items, concurrency, each } => Object::from_iter([
            ("Type", Value::from("Map")),
            ("Items", (0..*items).map(Value::from).collect()),
            ("MaxConcurrency", (*concurrency).into()),
            ("ItemProcessor", scope(each, count).into()),
        ]),
        Shape::Distributed { reads, writes, batch, concurrency, tolerated } => {
            distributed((*reads, *writes), *batch, *concurrency, *tolerated, count)
        }
        Shape::Fail => parse(r#"{"Type": "Fail", "Error": "Boom"}"#),
    }
}

fn choices(own_name: &str) -> Value {
    let rule = format!(r#"[{{"Condition": "{{% false %}}", "Next": "{own_name}"}}]"#);
    Value::parse(&rule).unwrap()
}

fn distributed(
    (reads, writes): (bool, bool),
    batch: u8,
    concurrency: u8,
    tolerated: u8,
    count: &mut u32,
) -> Object {
    let mut processor = scope(&[Shape::Pass("plain")], count);
    processor
        .insert("ProcessorConfig", json!({"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}));
    let mut map = Object::from_iter([
        ("Type", Value::from("Map")),
        ("MaxConcurrency", concurrency.into()),
        ("ToleratedFailureCount", tolerated.into()),
        ("ItemProcessor", processor.into()),
    ]);
    if reads {
        let reader = json!({
            "Resource": "arn:aws:states:::s3:getObject",
            "ReaderConfig": {"InputType": "JSON"},
            "Arguments": {"Bucket": "b", "Key": "k"},
        });
        map.insert("ItemReader", reader);
    } else {
        map.insert("Items", json!([1, 2, 3]));
    }
    if writes {
        let target =
            json!({"Resource": "arn:aws:states:::s3:putObject", "Arguments": {"Bucket": "b"}});
        map.insert("ResultWriter", target);
    }
    if batch > 0 {
        map.insert("ItemBatcher", json!({"MaxItemsPerBatch": batch}));
    }
    map
}
