//! An example with every body: put together from the schemas. What a schema does not say by itself
//! stands here under the name of its field, which means the same everywhere.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use utoipa::openapi::example::Example;
use utoipa::openapi::path::Operation as Described;
use utoipa::openapi::{Content, OpenApi, Ref, RefOr};

/// Texts.
const WORDS: &[(&str, &str)] = &[
    ("actor", "Bibliotheek Het Kapiteel"),
    (
        "about",
        "Een bib in de buurt, waar je ook kan maken en leren.",
    ),
    ("access_token", "eyJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJl"),
    ("alg", "EdDSA"),
    ("alt", "Een lange tafel vol stof, met twee naaimachines."),
    ("answer", "We hebben de tekst aangepast."),
    ("bring", "Een oud laken, als je dat hebt."),
    ("client_id", "0192f0c1-7a3e-7c55-9a51-0c3f5e2b7d10"),
    ("client_secret", "f3Kq0vXr8m2LhT9wYbZ1"),
    ("colour", "making"),
    ("country", "BE"),
    ("credit", "Foto: Noor Claes"),
    ("crv", "Ed25519"),
    (
        "description",
        "Iedereen werkt aan iets van zichzelf. Wie het kan, helpt wie het leert.",
    ),
    ("detail", "must not be empty"),
    ("ecosystem", "Leergoesting Diest"),
    ("email", "noor@example.be"),
    ("external_id", "https://io.uitdatabank.be/event/1f0c"),
    (
        "first_minutes",
        "Griet geeft je koffie en een plaats aan tafel.",
    ),
    ("first_name", "Noor"),
    ("free_words", "breicafé"),
    ("grant_type", "client_credentials"),
    ("icon", "scissors"),
    ("instance", "0192f0c1-7a3e-7c55-9a51-0c3f5e2b7d10"),
    ("invited_by", "Griet"),
    ("kbo", "0123456749"),
    ("kid", "2026-11"),
    ("kty", "OKP"),
    ("languages", "nl"),
    ("label", "Naaien"),
    ("last_name", "Claes"),
    ("locality", "Diest"),
    ("matched", "Diest"),
    ("message", "Ik kom met de rolstoel."),
    ("name", "Bibliotheek Het Kapiteel"),
    ("next_cursor", "eyJhIjoxfQ"),
    ("operation", "list_members"),
    ("ovo", "OVO000123"),
    ("parameter", "interest"),
    ("parts", "Samen "),
    ("password", "zeven natte otters"),
    ("phone", "013 00 00 00"),
    ("postcode", "3290"),
    ("postcodes", "3290"),
    ("promoted_because", "Ze begeleidt wie voor het eerst komt."),
    ("reason", "Er staat nog niet bij waar het is."),
    ("returned_because", "Er staat nog niet bij waar het is."),
    ("scope", "opportunities:read"),
    ("state", "open"),
    ("status", "ok"),
    ("street", "Demerstraat 12"),
    (
        "summary",
        "Elke woensdag naaien we samen aan een lange tafel.",
    ),
    ("synonyms", "stikken"),
    ("text", "Samen naaien in de bib"),
    ("title", "Samen naaien in de bib"),
    ("token", "k3yQx0Vb8mT2"),
    ("token_type", "Bearer"),
    ("url", "https://www.example.be/naaien"),
    ("urls", "/api/v1/pictures/1f0c.webp"),
    ("use", "sig"),
    ("v_code", "V0123456"),
    ("value", "sewing"),
    ("weekday", "Wed"),
    ("weekdays", "Wed"),
    ("x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"),
    ("zone", "Europe/Brussels"),
];

/// Whole numbers.
const NUMBERS: &[(&str, i64)] = &[
    ("birth_year", 1990),
    ("capacity", 12),
    ("cents", 500),
    ("distance_m", 2400),
    ("duration_minutes", 120),
    ("enrolled", 8),
    ("expires_in", 900),
    ("from", 16),
    ("nearest_m", 7200),
    ("places_left", 4),
    ("region_radius_m", 25_000),
    ("sign_up_closes_minutes", 60),
    ("to", 99),
    ("version", 3),
    ("walk_minutes", 5),
];

/// Degrees.
const DEGREES: &[(&str, f64)] = &[("lat", 50.985), ("lon", 5.051)];

/// Schemas of which the first choice is not the usual one.
const USUAL: &[(&str, &str)] = &[
    ("ActorPart", r#""co_owner""#),
    ("Price", r#"{"kind": "amount", "cents": 500}"#),
];

/// Moments and days that are not the first of their kind.
const LATER: [&str; 4] = ["ends_at", "until", "to", "holidays_unknown_from"];

/// What is mostly not so.
const NOT_SO: [&str; 2] = ["compulsory", "dry_run"];

/// No schema is deeper than this, save one that holds itself.
const DEEPEST: usize = 24;

/// Puts an example with the body of every request and every success: one for each schema.
pub(super) fn add(document: &mut OpenApi) {
    let components = document.components.get_or_insert_default();
    let schemas = serde_json::to_value(&components.schemas).unwrap_or_default();
    let mut made = BTreeMap::new();
    for item in document.paths.paths.values_mut() {
        let operations = [
            &mut item.get,
            &mut item.put,
            &mut item.post,
            &mut item.delete,
            &mut item.patch,
        ];
        for described in operations.into_iter().flatten() {
            for (media, content) in bodies(described) {
                if media.contains("json") || media.contains("form") {
                    exemplify(content, &schemas, &mut made);
                }
            }
        }
    }
    components.examples.extend(made);
}

/// The bodies of an operation that went well, by media type.
fn bodies(described: &mut Described) -> impl Iterator<Item = (&String, &mut Content)> {
    let asked = described.request_body.iter_mut().filter_map(itself);
    let asked = asked.flat_map(|body| &mut body.content);
    let answers = described.responses.responses.iter_mut();
    let answered = answers
        .filter(|(status, _)| status.starts_with('2'))
        .filter_map(|(_, response)| itself(response))
        .flat_map(|response| &mut response.content);
    asked
        .chain(answered)
        .filter_map(|(media, content)| Some((media, itself(content)?)))
}

fn itself<T>(of: &mut RefOr<T>) -> Option<&mut T> {
    match of {
        RefOr::T(of) => Some(of),
        RefOr::Ref(_) => None,
    }
}

/// Names the example of the body's schema, and makes it the first time.
fn exemplify(content: &mut Content, schemas: &Value, made: &mut BTreeMap<String, RefOr<Example>>) {
    let Some(RefOr::Ref(schema)) = &content.schema else {
        // schema.org has no schema here.
        content.example = Some(json!({"@context": "https://schema.org", "@type": "Course"}));
        return;
    };
    let Some((_, name)) = schema.ref_location.rsplit_once('/') else {
        return;
    };
    let schema = json!({"$ref": schema.ref_location});
    made.entry(name.to_owned()).or_insert_with(|| {
        let mut example = Example::new();
        example.value = Sampler { schemas }.any(&schema, "", 0);
        RefOr::T(example)
    });
    let example = Ref::new(format!("#/components/examples/{name}"));
    content
        .examples
        .insert("usual".to_owned(), RefOr::Ref(example));
}

/// Makes values that fit schemas.
struct Sampler<'a> {
    schemas: &'a Value,
}

impl Sampler<'_> {
    /// A value of this schema, for a field of this name; nothing where the schema says nothing.
    fn any(&self, schema: &Value, name: &str, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        if let Some(example) = schema.get("example") {
            return Some(example.clone());
        }
        if let Some(named) = schema.get("$ref").and_then(Value::as_str) {
            let (_, named) = named.rsplit_once('/')?;
            if let Some(usual) = of(USUAL, named) {
                return serde_json::from_str(usual).ok();
            }
            return self.any(self.schemas.get(named)?, name, depth + 1);
        }
        let list = |of: &str| schema.get(of).and_then(Value::as_array);
        if let Some(words) = list("enum") {
            return words.first().cloned();
        }
        if let Some(choices) = list("oneOf") {
            let real = choices.iter().find(|one| kind(one) != Some("null"))?;
            return self.any(real, name, depth + 1);
        }
        if let Some(parts) = list("allOf") {
            let mut whole = Map::new();
            for part in parts {
                if let Value::Object(fields) = self.any(part, name, depth + 1)? {
                    whole.extend(fields);
                }
            }
            return Some(Value::Object(whole));
        }
        match kind(schema)? {
            "object" => Some(self.object(schema, name, depth)),
            "array" => {
                let item = self.any(schema.get("items")?, name, depth + 1);
                Some(Value::Array(item.into_iter().collect()))
            }
            kind => Some(plain(schema, kind, name)),
        }
    }

    fn object(&self, schema: &Value, name: &str, depth: usize) -> Value {
        let mut fields = Map::new();
        let properties = schema.get("properties").and_then(Value::as_object);
        for (field, schema) in properties.into_iter().flatten() {
            // The text in a language is that of the field it stands in.
            let said = field == "text" && name != "name" && of(WORDS, name).is_some();
            let named = if said { name } else { field.as_str() };
            if let Some(value) = self.any(schema, named, depth + 1) {
                fields.insert(field.clone(), value);
            }
        }
        // A map by the words of a list, such as texts by language.
        if let Some(keys) = schema.get("propertyNames")
            && let Some(Value::String(key)) = self.any(keys, name, depth + 1)
            && let Some(values) = schema.get("additionalProperties")
            && let Some(value) = self.any(values, name, depth + 1)
        {
            fields.insert(key, value);
        }
        Value::Object(fields)
    }
}

/// The type of a schema, beside `null`.
fn kind(schema: &Value) -> Option<&str> {
    match schema.get("type")? {
        Value::Array(kinds) => kinds
            .iter()
            .filter_map(Value::as_str)
            .find(|kind| *kind != "null"),
        kind => kind.as_str(),
    }
}

/// A text, a number, a yes or a no.
fn plain(schema: &Value, kind: &str, name: &str) -> Value {
    if let Some(usual) = schema.get("default").filter(|usual| !usual.is_null()) {
        return usual.clone();
    }
    let later = LATER.contains(&name);
    match (kind, schema.get("format").and_then(Value::as_str)) {
        ("string", Some("uuid")) => json!("0192f0c1-7a3e-7c55-9a51-0c3f5e2b7d10"),
        ("string", Some("date-time")) if later => json!("2026-12-24T15:00:00Z"),
        ("string", Some("date-time")) => json!("2026-12-24T13:00:00Z"),
        ("string", Some("date")) if later => json!("2027-06-30"),
        ("string", Some("date")) => json!("2026-12-24"),
        ("string", _) => json!(of(WORDS, name).unwrap_or("…")),
        ("integer", _) => json!(of(NUMBERS, name).unwrap_or(1)),
        ("number", _) => json!(of(DEGREES, name).unwrap_or(1.0)),
        _ => json!(!NOT_SO.contains(&name)),
    }
}

/// What stands in a table under a name.
fn of<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    table
        .iter()
        .find(|(field, _)| *field == name)
        .map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use goesting_types::actor::{
        ActorCreate, ActorUpdate, ClaimDecision, ClaimRequest, MemberInvite,
    };
    use goesting_types::auth::{
        ForgotPassword, Login, MailToken, Register, ResetPassword, TokenRequest,
    };
    use goesting_types::ecosystem::{EcosystemDetail, ParticipationCreate, ParticipationUpdate};
    use goesting_types::enrolment::{
        Enrolment, EnrolmentCreate, LeaveByToken, PromoteRequest, WasThere,
    };
    use goesting_types::moderation::{ReportResolve, ReviewQueue};
    use goesting_types::opportunity::{
        CoOwnerInvite, Opportunity, OpportunityCreate, OpportunityUpdate, PublishRequest,
        ReportCreate, ReviewRequest,
    };
    use goesting_types::person::{
        ChildAccount, ChildCreate, ChildUpdate, Export, Me, MeDelete, MeUpdate,
    };
    use goesting_types::search::SearchResults;
    use goesting_types::session::{
        HeadCount, Session, SessionCancel, SessionCreate, SessionUpdate,
    };
    use serde::de::DeserializeOwned;

    use super::*;

    type Reader = fn(Value) -> Result<(), String>;

    fn read<T: DeserializeOwned>(value: Value) -> Result<(), String> {
        serde_json::from_value::<T>(value)
            .map(|_| ())
            .map_err(|error| error.to_string())
    }

    macro_rules! readers {
        ($($name:ident),+ $(,)?) => { [ $((stringify!($name), read::<$name> as Reader)),+ ] };
    }

    #[test]
    fn every_request_and_the_largest_answers_can_be_read() {
        let requests = readers![
            ActorCreate,
            ActorUpdate,
            ChildAccount,
            ChildCreate,
            ChildUpdate,
            ClaimDecision,
            ClaimRequest,
            CoOwnerInvite,
            EnrolmentCreate,
            ForgotPassword,
            HeadCount,
            LeaveByToken,
            Login,
            MailToken,
            MeDelete,
            MeUpdate,
            MemberInvite,
            OpportunityCreate,
            OpportunityUpdate,
            ParticipationCreate,
            ParticipationUpdate,
            PromoteRequest,
            PublishRequest,
            Register,
            ReportCreate,
            ReportResolve,
            ResetPassword,
            ReviewRequest,
            SessionCancel,
            SessionCreate,
            SessionUpdate,
            TokenRequest,
            WasThere,
        ];
        let answers = readers![
            EcosystemDetail,
            Enrolment,
            Export,
            Me,
            Opportunity,
            ReviewQueue,
            SearchResults,
            Session,
        ];
        let document = serde_json::to_value(crate::openapi::document()).unwrap();
        let examples = &document["components"]["examples"];
        let wordless = examples.to_string().contains("\"…\"");
        assert!(!wordless, "a field stands without a word in `WORDS`");
        for (name, read) in requests.iter().chain(&answers) {
            let read = read(examples[*name]["value"].clone());
            assert_eq!(read, Ok(()), "{name}");
        }
        let asked: BTreeSet<_> = document["paths"]
            .as_object()
            .unwrap()
            .values()
            .flat_map(|item| item.as_object().unwrap().values())
            .filter_map(|one| one["requestBody"]["content"].as_object())
            .flat_map(|content| content.values())
            .filter_map(|body| {
                body["examples"]["usual"]["$ref"]
                    .as_str()?
                    .rsplit('/')
                    .next()
            })
            .collect();
        let known: BTreeSet<_> = requests.iter().map(|(name, _)| *name).collect();
        assert_eq!(asked, known);
    }
}
