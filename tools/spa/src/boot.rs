//! The script that starts the app: hashed, and short enough to read in full.

/// The boot script for a glue script and a module at these addresses.
pub fn script(glue: &str, module: &str, module_integrity: &str) -> String {
    format!(
        r#"import start from "{glue}";
const response = fetch("{module}", {{ integrity: "{module_integrity}" }});
start({{ module_or_path: response }}).catch((error) => {{
  console.error(error);
  const notice = document.getElementById("boot-failed");
  if (notice) notice.hidden = false;
}});
"#
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_names_both_files() {
        let script = super::script("/static/app-1.js", "/static/app-2.wasm", "sha384-x");
        assert!(script.contains("from \"/static/app-1.js\""));
        assert!(script.contains("fetch(\"/static/app-2.wasm\", { integrity: \"sha384-x\" })"));
    }
}
