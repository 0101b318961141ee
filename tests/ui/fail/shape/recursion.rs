use millstream::Model;
use std::collections::HashMap;

#[derive(Model)]
struct Comment<'a> {
    text: &'a str,
    answers: &'a [Comment<'a>],
    quoted: Option<Vec<Option<Self>>>,
    translated: HashMap<&'a str, Comment<'a>>,
    // These are well.
    parent: Option<Box<Comment<'a>>>,
    copies: Vec<Box<Comment<'a>>>,
    #[model(skip)]
    first: Option<&'a Comment<'a>>,
}

#[derive(Model)]
struct Tree<'a>(&'a [(&'a str, Tree<'a>)]);

fn main() {}
