// SPDX-License-Identifier: Apache-2.0
//! Writes `src/` of a folder with a grammar.js: what `tree-sitter generate` does,
//! without the rest of that program. ABI 14 is what all runtimes in use load.
use std::process::ExitCode;
use tree_sitter_generate::{generate_parser_in_directory, OptLevel};

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("usage: wk8s-tree-sitter-generate FOLDER");
        return ExitCode::FAILURE;
    };
    let mut notes = Vec::new();
    let done = generate_parser_in_directory(
        folder,
        None::<String>,
        None::<String>,
        14,
        None,
        Some("node"),
        true,
        OptLevel::default(),
        &mut notes,
    );
    for note in &notes {
        eprintln!("{note}");
    }
    match done {
        Ok(()) if notes.is_empty() => ExitCode::SUCCESS,
        Ok(()) => ExitCode::FAILURE,
        Err(e) => {
            eprintln!("{e}");
            ExitCode::FAILURE
        }
    }
}
