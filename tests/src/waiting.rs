//! The two waits there are: for what another process or thread does, which no clock of ours moves.

use std::time::Duration;

/// Waits until it is so; false when half a minute was not enough.
pub async fn until(mut so: impl AsyncFnMut() -> bool) -> bool {
    for _ in 0..300 {
        if so().await {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    false
}

/// Gives others the time to come by and stand behind what this thread holds. That they do cannot be
/// seen from here: one that comes too late finds nothing wrong.
pub fn while_others_come() {
    std::thread::sleep(Duration::from_secs(2));
}
