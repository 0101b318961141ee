//! An article changes → it is found by what it says now. The engine is tantivy.
//!
//! A batch is one commit, which is what takes the time. Every change first takes the article out of the index by its id and then, unless it
//! was deleted, puts it in: to do that again changes nothing.

use std::sync::{Mutex, PoisonError};

use millstream::Model;
use millstream::handler::{Change, Insert, Modify, Remove};
use tantivy::collector::TopDocs;
use tantivy::query::QueryParser;
use tantivy::schema::{Field, STORED, STRING, Schema, TEXT, Value};
use tantivy::{Index, IndexReader, IndexWriter, TantivyDocument, Term, doc};

use crate::Result;

/// An article.
#[derive(Model)]
#[model(table = "articles")]
pub struct Article<'a> {
    /// the key
    #[model(hash_key)]
    pub id: &'a str,
    /// what it is called
    pub title: &'a str,
    /// what it says
    pub body: &'a str,
}

/// The index of all articles.
pub struct SearchIndex {
    index: Index,
    reader: IndexReader,
    writer: Mutex<IndexWriter>,
    id: Field,
    title: Field,
    body: Field,
}

impl SearchIndex {
    /// One without articles, in memory.
    ///
    /// # Errors
    /// When the engine does not start.
    pub fn in_memory() -> tantivy::Result<SearchIndex> {
        let mut schema = Schema::builder();
        let id = schema.add_text_field("id", STRING | STORED);
        let [title, body] = ["title", "body"].map(|name| schema.add_text_field(name, TEXT));
        let index = Index::create_in_ram(schema.build());
        let reader = index.reader()?;
        let writer = Mutex::new(index.writer_with_num_threads(1, 15_000_000)?);
        Ok(SearchIndex { index, reader, writer, id, title, body })
    }

    /// Applies changes in their order, and commits them at once.
    ///
    /// # Errors
    /// When the engine fails, so that they come again. What it has taken of them until then does no harm.
    pub fn apply(&self, changes: &[Change<'_, '_, Article<'_>>]) -> tantivy::Result<()> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        for change in changes {
            let (Change::Insert(Insert { new: article, .. })
            | Change::Modify(Modify { new: article, .. })
            | Change::Remove(Remove { old: article, .. })) = change;
            writer.delete_term(Term::from_field_text(self.id, article.id));
            if !matches!(change, Change::Remove(_)) {
                let (id, title, body) = (self.id, self.title, self.body);
                writer.add_document(doc!(id => article.id, title => article.title, body => article.body))?;
            }
        }
        writer.commit()?;
        Ok(())
    }

    /// The ids of the articles that a query finds, in their order.
    ///
    /// # Errors
    /// When it cannot be parsed, or the engine fails.
    pub fn find(&self, query: &str) -> Result<Vec<String>> {
        self.reader.reload()?;
        let searcher = self.reader.searcher();
        let query = QueryParser::for_index(&self.index, vec![self.title, self.body]).parse_query(query)?;
        let mut ids = Vec::new();
        for (_, address) in searcher.search(&query, &TopDocs::with_limit(100).order_by_score())? {
            let article: TantivyDocument = searcher.doc(address)?;
            ids.extend(article.get_first(self.id).and_then(|id| id.as_str()).map(str::to_owned));
        }
        ids.sort_unstable();
        Ok(ids)
    }
}
