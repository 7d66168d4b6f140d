package model

// Info describes a model to people.
type Info struct {
	// Name is what New takes.
	Name string
	// Summary says in one line what the object is.
	Summary string
	// Operations lists the functions that the model understands, each with its argument and
	// result, and in parentheses other names of the same function.
	Operations []string
}

// entry is a model of the catalog.
type entry struct {
	info  Info
	takes takes
	build func(Options) Model
}

// takes says which options a model takes.
type takes uint8

const (
	takesInit takes = 1 << iota
	initIsInt
	takesCAS
	takesPermits
)

// entries holds the models in the order in which help texts list them.
var entries = []entry{
	{
		Info{"register", "a cell that holds one value", []string{"read -> V (get, r, load)", "write V (put, set, w, assign, store)"}},
		takesInit, newRegister,
	},
	{
		Info{"cas-register", "a register with compare-and-set", []string{
			"read -> V (get, r, load)", "write V (put, set, w, assign, store)",
			"cas [OLD NEW] (compare-and-set, compare-and-swap, compare-exchange)",
		}},
		takesInit | takesCAS, newCASRegister,
	},
	{
		Info{"multi-register", "several registers that transactions read and write at once", []string{
			"txn [[:read K V] [:write K V] ...] (also :r, :w)", "read -> {K V ...}", "write {K V ...}",
		}},
		takesInit, newMultiRegister,
	},
	{
		Info{"kv", "a key-value store; each key (:key, or [key value] with --independent) is checked alone", []string{
			"get -> V (read, r, load)", "put V (write, set, w, assign, store)", "append STRING (concat)",
			"cas [OLD NEW] (compare-and-set, compare-and-swap, compare-exchange)", "delete (del, remove)",
		}},
		takesInit | takesCAS, newKV,
	},
	{
		Info{"mutex", "a lock that only its holder can release", []string{"acquire (lock, try-lock, try-acquire)", "release (unlock)"}},
		0, newMutex,
	},
	{
		Info{"fenced-mutex", "a mutex whose acquisitions return growing integers", []string{"acquire -> TOKEN (lock, try-lock, try-acquire)", "release (unlock)"}},
		0, newFencedMutex,
	},
	{
		Info{"semaphore", "a number of permits; anyone may release one that is taken", []string{"acquire [N] (lock, try-lock, try-acquire)", "release [N] (unlock)"}},
		takesPermits, newSemaphore,
	},
	{
		Info{"counter", "an integer of 64 bits to add to, which wraps", []string{"add [N] (inc, incr, increment)", "dec [N] (decr, decrement, sub, subtract)", "read -> N (get, r)"}},
		takesInit | initIsInt, newCounter,
	},
	{
		Info{"set", "a set of values", []string{
			"add V [-> CHANGED] (insert, put)", "remove V [-> CHANGED] (delete, discard)",
			"contains V -> BOOLEAN (has, member)", "read -> #{V ...} (get, elements)",
		}},
		0, newSet,
	},
	{
		Info{"queue", "a queue: first in, first out", []string{
			"enqueue V (enq, add, push, put, offer, send, insert)",
			"dequeue -> V or nil or empty (deq, remove, poll, pop, take, receive)",
		}},
		0, newQueue,
	},
	{
		Info{"stack", "a stack: last in, first out", []string{
			"push V (add, put, insert)", "pop -> V or nil or empty (remove, poll, take)",
		}},
		0, newStack,
	},
	{
		Info{"priority-queue", "a priority queue: least first", []string{
			"insert V (add, enqueue, push, put, offer)",
			"delete-min -> V or nil or empty (remove-min, extract-min, remove, dequeue, poll, pop, take)",
		}},
		0, newPriorityQueue,
	},
	{
		Info{"list", "a list that only grows", []string{"append V (add, push, write)", "read -> [V ...] (get, r)"}},
		0, newList,
	},
	{
		Info{"etcd", "etcd's key-value store, as its robustness tests record it", []string{
			"range {\"key\" K ...}", "txn {\"if\" [...] \"then\" [...] \"else\" [...]}",
			"leaseGrant {\"lease\" ID}", "leaseRevoke {\"lease\" ID}", "compact {\"revision\" R}", "defragment",
		}},
		0, newEtcd,
	},
}

// Names returns the names of all models.
func Names() []string {
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.info.Name
	}
	return names
}

// Catalog describes all models, in the order of Names.
func Catalog() []Info {
	infos := make([]Info, len(entries))
	for i, e := range entries {
		infos[i] = e.info
	}
	return infos
}
