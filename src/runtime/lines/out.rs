//! Where the lines go.

use std::io::{self, IsTerminal as _, StdoutLock, Write};

/// Standard output. A terminal that has hung up is one that nobody reads any more, as with a pipe.
#[derive(Debug)]
pub(crate) struct Out {
    stdout: StdoutLock<'static>,
    is_terminal: bool,
}

impl Out {
    pub(crate) fn open() -> Self {
        let stdout = io::stdout().lock();
        Self { is_terminal: stdout.is_terminal(), stdout }
    }

    fn told(&self, error: io::Error) -> io::Error {
        let is_gone = error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error());
        if self.is_terminal && is_gone { io::ErrorKind::BrokenPipe.into() } else { error }
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stdout.write(bytes).map_err(|error| self.told(error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stdout.flush().map_err(|error| self.told(error))
    }
}
