//! Threads that share work, and answers in the order of the questions, however many threads there are. What belongs
//! together goes to one thread, if that is free: what it has touched lately is at hand there.

use std::collections::VecDeque;
use std::iter;
use std::sync::mpsc::{self, Receiver, TryRecvError};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, Builder, Scope};

/// How many bytes of a stream are read at once, or judged (256 KiB): enough to be worth a thread's while, and few to hold.
pub const STRETCH: usize = 256 << 10;

/// The number of the stretch of a stream that begins at a byte, which is that of a line.
pub fn stretch(start: usize) -> usize {
    start.div_ceil(STRETCH)
}

type Job<'scope> = Box<dyn FnOnce() + Send + 'scope>;

/// Threads that work on what they are given, oldest first.
pub struct Threads<'scope, 'env> {
    scope: &'scope Scope<'scope, 'env>,
    /// How many may work, the one that asks among them.
    count: usize,
    jobs: Arc<Jobs<'scope>>,
}

/// Work that waits for a thread.
#[derive(Default)]
struct Jobs<'scope> {
    waiting: Mutex<Waiting<'scope>>,
    changed: Condvar,
}

#[derive(Default)]
struct Waiting<'scope> {
    /// Each with the thread that had better do it.
    jobs: VecDeque<(usize, Job<'scope>)>,
    /// How many threads beside the one that asks have been started.
    started: usize,
    is_over: bool,
}

impl<'scope> Waiting<'scope> {
    /// The oldest job of a thread, or else the oldest of all.
    fn next(&mut self, thread: usize) -> Option<Job<'scope>> {
        let own = self.jobs.iter().position(|(home, _)| *home == thread);
        self.jobs.remove(own.unwrap_or(0)).map(|(_, job)| job)
    }
}

/// The thread that asks; the others are counted from 1.
const FIRST: usize = 0;

/// Runs something with `count` threads to share its work, the calling one among them. The others start when there is
/// work for them, and end with it.
pub fn share<'env, T>(count: usize, run: impl for<'scope> FnOnce(&Threads<'scope, 'env>) -> T) -> T {
    thread::scope(|scope| {
        let threads = Threads { scope, count, jobs: Arc::default() };
        run(&threads)
    })
}

impl Drop for Threads<'_, '_> {
    fn drop(&mut self) {
        self.jobs.lock().is_over = true;
        self.jobs.changed.notify_all();
    }
}

impl<'scope, 'env> Threads<'scope, 'env> {
    /// The answers to questions, in their order; some of the questions are worked on ahead. Those with the same number go
    /// to the same thread.
    pub fn in_order<'t, Q, N, A, F>(
        &'t self,
        questions: Q,
        number: N,
        answer: F,
    ) -> impl Iterator<Item = A> + use<'t, 'scope, 'env, Q, N, A, F>
    where
        Q: Iterator<Item: Send + 'scope>,
        N: Fn(&Q::Item) -> usize,
        A: Send + 'scope,
        F: Fn(Q::Item) -> A + Send + Sync + 'scope,
    {
        let ahead = if self.count > 1 { 2 * self.count } else { 1 };
        let (mut questions, answer, mut asked) = (questions.fuse(), Arc::new(answer), VecDeque::new());
        iter::from_fn(move || {
            let room = ahead - asked.len();
            asked.extend(questions.by_ref().take(room).map(|question| {
                let thread = number(&question) % self.count;
                self.ask(question, thread, &answer)
            }));
            self.wait_for(&asked.pop_front()?)
        })
    }

    /// Has a question answered by a thread, or by whichever is free.
    fn ask<Q, A>(
        &self,
        question: Q,
        thread: usize,
        answer: &Arc<impl Fn(Q) -> A + Send + Sync + 'scope>,
    ) -> Receiver<A>
    where
        Q: Send + 'scope,
        A: Send + 'scope,
    {
        let (sender, receiver) = mpsc::sync_channel(1);
        let answer = Arc::clone(answer);
        // Where nobody waits for an answer any more, it is not missed.
        self.add(thread, Box::new(move || _ = sender.send(answer(question))));
        receiver
    }

    /// Waits for an answer, and works meanwhile; none where its thread died.
    fn wait_for<A>(&self, answer: &Receiver<A>) -> Option<A> {
        loop {
            match answer.try_recv() {
                Ok(answer) => return Some(answer),
                Err(TryRecvError::Disconnected) => return None,
                Err(TryRecvError::Empty) => match self.jobs.next(FIRST) {
                    Some(job) => job(),
                    None => return answer.recv().ok(),
                },
            }
        }
    }

    fn add(&self, thread: usize, job: Job<'scope>) {
        let mut waiting = self.jobs.lock();
        waiting.jobs.push_back((thread, job));
        if waiting.started + 1 < self.count && waiting.jobs.len() > 1 {
            waiting.started += 1;
            let (jobs, thread) = (Arc::clone(&self.jobs), waiting.started);
            // Where no thread can be had, those that are there do the work.
            let _ = Builder::new().spawn_scoped(self.scope, move || jobs.work(thread));
        }
        drop(waiting);
        self.jobs.changed.notify_one();
    }
}

impl<'scope> Jobs<'scope> {
    /// The lock holds nothing that a panic could leave half done.
    fn lock(&self) -> MutexGuard<'_, Waiting<'scope>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next(&self, thread: usize) -> Option<Job<'scope>> {
        self.lock().next(thread)
    }

    /// Works until all is over.
    fn work(&self, thread: usize) {
        let mut waiting = self.lock();
        while !waiting.is_over {
            waiting = match waiting.next(thread) {
                Some(job) => {
                    drop(waiting);
                    job();
                    self.lock()
                }
                None => self.changed.wait(waiting).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn answers_come_in_order() {
        for count in [1, 2, 8] {
            let doubled = share(count, |threads| {
                let halves = threads.in_order(0..1000_usize, |number| *number, |number| number * 4);
                threads.in_order(halves, |_| 1, |number| number / 2).collect::<Vec<_>>()
            });
            assert!(doubled.into_iter().eq((0..1000).map(|number| number * 2)), "with {count} threads");
        }
    }
}
