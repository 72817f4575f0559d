use std::process::ExitCode;

/// One heap for all threads, which gives back what is free. Without it every thread that ever played a sound would leave a heap
/// of its own behind, of a megabyte each: those of the system never shrink.
#[cfg(target_os = "linux")]
#[global_allocator]
static HEAP: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

fn main() -> ExitCode {
    supple::cli::main()
}
