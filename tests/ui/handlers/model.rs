//! A model that is none.

use millstream::handler::TableHandler;

struct Plain {
    id: String,
}

fn main() {
    let _ = TableHandler::<Plain>::new().on_insert("plain", async |plain| {
        println!("{}", plain.new.id);
        Ok::<_, std::io::Error>(())
    });
}
