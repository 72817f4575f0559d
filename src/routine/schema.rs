//! The JSON Schema of the three kinds of file, made of the table of fields.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{
    check::FileKind,
    fields::{ENTRY, EXERCISE, Field, GROUP, INLINE, PROGRAM, ROUTINE, Shape, Table, Zero},
};

/// The schema (draft 7, which editors for TOML read).
pub fn schema(kind: FileKind) -> Value {
    let (table, title) = match kind {
        FileKind::Exercise => (&EXERCISE, "A supple exercise"),
        FileKind::Routine => (&ROUTINE, "A supple routine"),
        FileKind::Program => (&PROGRAM, "A supple program"),
    };
    let mut definitions = BTreeMap::new();
    let mut root = of_table(table, &mut definitions);
    if let Some(root) = root.as_object_mut() {
        root.insert("$schema".into(), "http://json-schema.org/draft-07/schema#".into());
        root.insert("title".into(), title.into());
        if let Some(required) = root.get_mut("required").and_then(Value::as_array_mut) {
            required.insert(0, "format".into());
            if kind == FileKind::Routine {
                required.push("step".into());
            }
        }
        if kind == FileKind::Exercise {
            root.insert("anyOf".into(), end_conditions());
        }
        if !definitions.is_empty() {
            root.insert("definitions".into(), definitions.into_iter().collect::<Map<_, _>>().into());
        }
    }
    root
}

/// Shared parts, by name.
type Definitions = BTreeMap<String, Value>;

fn of_table(table: &'static Table, definitions: &mut Definitions) -> Value {
    let properties: Map<String, Value> =
        table.iter().map(|field| (field.key.to_string(), of_field(field, definitions))).collect();
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": table.required,
        "properties": properties,
    })
}

fn of_field(field: &Field, definitions: &mut Definitions) -> Value {
    let mut value = of_shape(field.key, &field.shape, definitions);
    // Beside a reference nothing else is read, so that the description stands first and the reference in `allOf`.
    if value.get("$ref").is_some() {
        value = json!({ "allOf": [value] });
    }
    if let Some(object) = value.as_object_mut() {
        object.insert("description".into(), field.doc.into());
    }
    value
}

fn of_shape(key: &str, shape: &Shape, definitions: &mut Definitions) -> Value {
    match shape {
        Shape::Format => json!({ "const": 1 }),
        Shape::Text | Shape::Id => text(),
        Shape::Word(words) => json!({ "enum": words }),
        Shape::Texts(list) => {
            let mut value = json!({ "type": "array", "items": text() });
            if list.least > 0 {
                value["minItems"] = list.least.into();
            }
            if list.most < usize::MAX {
                value["maxItems"] = list.most.into();
            }
            if !list.repeats {
                value["uniqueItems"] = true.into();
            }
            value
        }
        Shape::OneOrMoreTexts => {
            json!({ "anyOf": [text(), { "type": "array", "items": text(), "uniqueItems": true }] })
        }
        Shape::Words(words) => json!({ "type": "array", "items": { "enum": words }, "uniqueItems": true }),
        Shape::Command => json!({ "type": "array", "items": { "type": "string" } }),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Count(most) => json!({ "type": "integer", "minimum": 1, "maximum": most }),
        Shape::Counts(most) => json!({ "anyOf": [
            { "type": "integer", "minimum": 1, "maximum": most },
            pattern(r"^[0-9]+(-[0-9]+)?$"),
        ] }),
        Shape::Weeks => json!({ "anyOf": [
            { "type": "integer", "minimum": 1 },
            pattern(r"^[0-9]+(-[0-9]+)?$"),
        ] }),
        Shape::Time(_) => duration(definitions),
        Shape::TimeOr(word) => json!({ "anyOf": [{ "const": word }, duration(definitions)] }),
        Shape::Times(Zero::Allowed | Zero::Refused) => duration_range(definitions),
        Shape::TimesOr(word) => json!({ "anyOf": [{ "const": word }, duration_range(definitions)] }),
        Shape::Tempo => {
            let part = r"[0-9]+(\.[0-9]+)?";
            pattern(&format!("^{part}-{part}-{part}-{part}$"))
        }
        Shape::At => {
            json!({ "anyOf": [{ "const": "half" }, pattern(&format!("^-?{DURATION}$"))] })
        }
        Shape::Frequency => pattern(&format!(
            "^(daily|through the day|after sitting|as needed|every [0-9]+ days|[0-9]+(-[0-9]+)? per (day|week)\
             |after ([0-9.]+-)?{DURATION}(-{DURATION})? sitting)$"
        )),
        Shape::Table(table) => define(key, table, definitions),
        Shape::Tables(table) => {
            let items = define(key, table, definitions);
            json!({ "type": "array", "minItems": 1, "items": items })
        }
        Shape::AnyTables(table) => {
            let items = define(key, table, definitions);
            json!({ "type": "array", "items": items })
        }
        Shape::Steps => steps(definitions),
    }
}

/// `[[step]]`: one of three tables. A group refers to the list again.
fn steps(definitions: &mut Definitions) -> Value {
    if !definitions.contains_key("steps") {
        // The place is taken before the group is described, which has steps itself.
        definitions.insert("steps".into(), Value::Null);
        let mut inline = of_table(&INLINE, definitions);
        inline["anyOf"] = end_conditions();
        let items =
            json!({ "anyOf": [of_table(&ENTRY, definitions), inline, of_table(&GROUP, definitions)] });
        let steps = json!({ "type": "array", "minItems": 1, "items": items });
        definitions.insert("steps".into(), steps);
    }
    json!({ "$ref": "#/definitions/steps" })
}

fn define(key: &str, table: &'static Table, definitions: &mut Definitions) -> Value {
    if !definitions.contains_key(key) {
        let value = of_table(table, definitions);
        definitions.insert(key.into(), value);
    }
    json!({ "$ref": format!("#/definitions/{key}") })
}

/// An exercise that inherits nothing says itself when it is over.
fn end_conditions() -> Value {
    ["hold", "reps", "time", "open"].map(|key| json!({ "required": [key] })).to_vec().into()
}

const DURATION: &str = r"([0-9]+(\.[0-9]+)?(h|m|s|ms))+";

fn duration(definitions: &mut Definitions) -> Value {
    definitions.entry("duration".into()).or_insert_with(|| {
        let mut value = pattern(&format!("^{DURATION}$"));
        value["examples"] = json!(["45s", "1m30s", "20m", "1h", "1.5s", "500ms"]);
        value
    });
    json!({ "$ref": "#/definitions/duration" })
}

fn duration_range(definitions: &mut Definitions) -> Value {
    definitions.entry("durations".into()).or_insert_with(|| {
        let mut value = pattern(&format!(r"^([0-9]+(\.[0-9]+)?-)?{DURATION}(-{DURATION})?$"));
        value["examples"] = json!(["30s", "20-30s", "30s-1m"]);
        value
    });
    json!({ "$ref": "#/definitions/durations" })
}

fn pattern(regex: &str) -> Value {
    json!({ "type": "string", "pattern": regex })
}

/// Text without control characters, and not only spaces.
fn text() -> Value {
    json!({ "type": "string", "pattern": r"^[^\u0000-\u001f\u007f-\u009f]*[^\u0000-\u0020\u007f-\u00a0][^\u0000-\u001f\u007f-\u009f]*$" })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The committed schemas are what editors read. `SUPPLE_WRITE_SCHEMA=1` makes them anew.
    #[test]
    fn committed_schemas_are_those_of_the_code() {
        for (kind, name) in
            [(FileKind::Exercise, "exercise"), (FileKind::Routine, "routine"), (FileKind::Program, "program")]
        {
            let path = format!("{}/assets/schema/{name}.json", env!("CARGO_MANIFEST_DIR"));
            let text = serde_json::to_string_pretty(&schema(kind)).unwrap() + "\n";
            if std::env::var_os("SUPPLE_WRITE_SCHEMA").is_some() {
                std::fs::create_dir_all(std::path::Path::new(&path).parent().unwrap()).unwrap();
                std::fs::write(&path, &text).unwrap();
            }
            let committed = std::fs::read_to_string(&path).unwrap();
            assert!(committed == text, "{path} differs: run the tests once with SUPPLE_WRITE_SCHEMA=1");
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        for kind in [FileKind::Exercise, FileKind::Routine, FileKind::Program] {
            let schema = schema(kind);
            let text = schema.to_string();
            for reference in text.split("\"#/definitions/").skip(1) {
                let name = reference.split('"').next().unwrap();
                assert!(schema["definitions"][name].is_object(), "{name}");
            }
        }
    }
}
