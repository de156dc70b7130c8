use super::*;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// Says of every name that it lives there, and counts how often it was asked.
struct Always(Vec<SocketAddr>, AtomicUsize);

impl Resolve for Always {
    fn resolve<'a>(
        &'a self,
        _: &'a str,
        _: u16,
    ) -> BoxFuture<'a, std::io::Result<Vec<SocketAddr>>> {
        self.1.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move { Ok(self.0.clone()) })
    }
}

fn always(addresses: &[SocketAddr]) -> Arc<Always> {
    Arc::new(Always(addresses.to_vec(), AtomicUsize::new(0)))
}

/// A server that gives one answer to everybody; counts who came.
async fn server(answer: &'static [u8]) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let came = Arc::new(AtomicUsize::new(0));
    let count = came.clone();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::Relaxed);
            let mut asked = [0; 2048];
            let _ = socket.read(&mut asked).await;
            let _ = socket.write_all(answer).await;
        }
    });
    (address, came)
}

fn everywhere(resolver: Arc<Always>) -> Fetcher {
    Fetcher::with(resolver, |_| true)
}

#[tokio::test]
async fn our_own_house_is_never_visited() {
    let (inside, came) = server(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi").await;
    let port = inside.port();
    for host in [
        "127.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0x7f.1",
        "0",
        "10.0.0.1",
        "192.168.1.1",
        "169.254.169.254",
    ] {
        let outcome = Fetcher::public()
            .get(&format!("http://{host}:{port}/"), 10)
            .await;
        assert_eq!(outcome, Err(Trouble::NotPublic), "{host}");
        let outcome = Fetcher::public().get(&format!("http://{host}/"), 10).await;
        assert_eq!(outcome, Err(Trouble::NotPublic), "{host}");
    }
    // A public name that leads inside, alone or beside a public address.
    let public: SocketAddr = "93.184.216.34:80".parse().unwrap();
    let home: SocketAddr = "127.0.0.1:80".parse().unwrap();
    for addresses in [vec![home], vec![public, home]] {
        let fetcher = Fetcher::with(always(&addresses), Fetcher::public().may_reach);
        let outcome = fetcher.get("http://plaatje.be/x.jpg", 10).await;
        assert_eq!(outcome, Err(Trouble::NotPublic));
    }
    assert_eq!(came.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn the_name_is_asked_once_and_the_connection_goes_where_it_said() {
    let (inside, came) = server(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi").await;
    let resolver = always(&[inside]);
    let fetched = everywhere(resolver.clone())
        .get(&format!("http://plaatje.be:{}/x.jpg", inside.port()), 10)
        .await;
    assert_eq!(fetched, Ok(b"hi".to_vec()));
    assert_eq!(resolver.1.load(Ordering::Relaxed), 1);
    assert_eq!(came.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn size_redirects_and_faults() {
    for (answer, expected) in [
        (
            b"HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\nhello world".as_slice(),
            Trouble::TooLarge,
        ),
        (
            // No length said: counted as it comes.
            b"HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n\
              b\r\nhello world\r\n0\r\n\r\n",
            Trouble::TooLarge,
        ),
        (
            b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1/\r\ncontent-length: 0\r\n\r\n",
            Trouble::Redirects,
        ),
        (
            b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n",
            Trouble::NotThere,
        ),
        (
            b"HTTP/1.1 503 No\r\ncontent-length: 0\r\n\r\n",
            Trouble::Passing,
        ),
        (b"nonsense\r\n\r\n", Trouble::Passing),
    ] {
        let (inside, _) = server(answer).await;
        let url = format!("http://plaatje.be:{}/", inside.port());
        let outcome = everywhere(always(&[inside])).get(&url, 10).await;
        assert_eq!(outcome, Err(expected));
    }
}

#[tokio::test]
async fn only_plain_web_addresses() {
    for address in [
        "",
        "x.jpg",
        "file:///etc/passwd",
        "ftp://plaatje.be/x",
        "gopher://plaatje.be",
        "http://",
        "http://jan:geheim@plaatje.be/",
    ] {
        let outcome = everywhere(always(&[])).get(address, 10).await;
        assert_eq!(outcome, Err(Trouble::BadAddress), "{address:?}");
    }
}

#[test]
fn what_is_public() {
    for public in [
        "93.184.216.34",
        "8.8.8.8",
        "2a00:1450:4001::200e",
        "64:ff9b::808:808",
        "2002:808:808::1",
    ] {
        assert!(is_public(public.parse().unwrap()), "{public}");
    }
    for private in [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.8.9.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.8",
        "192.0.2.1",
        "192.168.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:7f00:1::1",
        "2001::1",
        "2001:db8::1",
        "fc00::1",
        "fd12::1",
        "fe80::1",
        "ff02::1",
        "::7f00:1",
    ] {
        assert!(!is_public(private.parse().unwrap()), "{private}");
    }
}
