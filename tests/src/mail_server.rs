//! A mail server that takes letters, and can be slow about the first.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// Speaks as much SMTP as is needed to take letters. It keeps whoever brings the first waiting until
/// it is told to let go.
pub struct MailServer {
    port: u16,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    moved: Condvar,
}

#[derive(Default)]
struct State {
    /// The `Message-ID` of each letter taken.
    taken: Vec<String>,
    /// Somebody waits with the first one.
    holds: bool,
    may_go: bool,
}

impl MailServer {
    /// Starts one on a free port.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared::default());
        let serving = shared.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = serving.clone();
                std::thread::spawn(move || talk(&stream, &shared));
            }
        });
        Self { port, shared }
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// Waits until somebody waits with the first letter.
    pub fn holds_one(&self) {
        let Shared { state, moved } = &*self.shared;
        let (patience, state) = (Duration::from_secs(30), state.lock().unwrap());
        let waits = || moved.wait_timeout_while(state, patience, |state| !state.holds);
        let (state, _) = tokio::task::block_in_place(waits).unwrap();
        assert!(state.holds, "nobody brings a letter");
    }

    /// Takes the first letter at last.
    pub fn let_go(&self) {
        self.shared.state.lock().unwrap().may_go = true;
        self.shared.moved.notify_all();
    }

    /// The `Message-ID` of each letter taken so far.
    pub fn taken(&self) -> Vec<String> {
        self.shared.state.lock().unwrap().taken.clone()
    }
}

impl Shared {
    /// Takes a letter: the first when it may go, others at once.
    fn take(&self, id: String) {
        let mut state = self.state.lock().unwrap();
        if !state.holds {
            state.holds = true;
            self.moved.notify_all();
            let may_go = |state: &mut State| !state.may_go;
            state = self.moved.wait_while(state, may_go).unwrap();
        }
        state.taken.push(id);
    }
}

/// One connection. Whoever hangs up ends it.
fn talk(stream: &TcpStream, shared: &Shared) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let mut out = stream;
    let mut say = |line: &str| out.write_all(format!("{line}\r\n").as_bytes()).ok();
    say("220 here")?;
    loop {
        let line = lines.next()?.ok()?;
        match line.split(' ').next()? {
            "DATA" => {
                say("354 go on")?;
                let letter = lines.by_ref().map_while(Result::ok);
                let letter: Vec<String> = letter.take_while(|line| line != ".").collect();
                let id = letter.iter().find(|line| line.starts_with("Message-ID"));
                shared.take(id?.clone());
                say("250 taken")?;
            }
            "QUIT" => {
                say("221 bye")?;
                return None;
            }
            _ => say("250 ok")?,
        }
    }
}
