package framework

import (
	"context"
	"iter"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// listedAtOnce is how many results are made side by side, each of which may
// need a read of its own. The client bounds the requests.
const listedAtOnce = 10

// List streams one result for each item, in the items' order. A result that
// result leaves out (ok is false) is of an object that vanished between listing
// and reading. An error ends the stream with a diagnostic.
func List[T any](ctx context.Context, stream *list.ListResultsStream, doing string, items iter.Seq2[T, error], limit int64,
	result func(ctx context.Context, item T) (made list.ListResult, ok bool),
) {
	stream.Results = func(push func(list.ListResult) bool) {
		left := limit // Without a limit that is never 0 again.
		for batch, err := range batches(items, listedAtOnce) {
			for _, made := range results(ctx, batch, result) {
				made.DisplayName = tableau.OneLine(made.DisplayName)
				if !push(made) {
					return
				}
				if made.Identity == nil {
					continue // It is no result, but a warning.
				}
				if left--; left == 0 {
					return
				}
			}
			if err != nil {
				var failed list.ListResult
				failed.Diagnostics.Append(ErrorDiagnostic(doing, err))
				push(failed)
				return
			}
		}
	}
}

// batches groups items; an error comes with the items before it.
func batches[T any](items iter.Seq2[T, error], size int) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		var batch []T
		for item, err := range items {
			if err != nil {
				yield(batch, err)
				return
			}
			if batch = append(batch, item); len(batch) == size {
				if !yield(batch, nil) {
					return
				}
				batch = nil
			}
		}
		if len(batch) > 0 {
			yield(batch, nil)
		}
	}
}

// Expand yields what each item leads to, in the items' order. As many are expanded
// side by side as results are made; an error comes after what the items before gave.
func Expand[T, R any](ctx context.Context, items iter.Seq2[T, error], expand func(ctx context.Context, item T) ([]R, error)) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		var none R
		for batch, failed := range batches(items, listedAtOnce) {
			all, errs := make([][]R, len(batch)), make([]error, len(batch))
			var group sync.WaitGroup
			for i, item := range batch {
				group.Go(func() { all[i], errs[i] = expand(ctx, item) })
			}
			group.Wait()
			for i, expanded := range all {
				for _, one := range expanded {
					if !yield(one, nil) {
						return
					}
				}
				if errs[i] != nil {
					yield(none, errs[i])
					return
				}
			}
			if failed != nil {
				yield(none, failed)
				return
			}
		}
	}
}

func results[T any](ctx context.Context, batch []T, result func(context.Context, T) (list.ListResult, bool)) []list.ListResult {
	slots := make([]*list.ListResult, len(batch))
	var group sync.WaitGroup
	for i, item := range batch {
		group.Go(func() {
			if made, ok := result(ctx, item); ok {
				slots[i] = &made
			}
		})
	}
	group.Wait()
	var all []list.ListResult
	for _, made := range slots {
		if made != nil {
			all = append(all, *made)
		}
	}
	return all
}

// Only yields the items that match, and every error.
func Only[T any](items iter.Seq2[T, error], match func(T) bool) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for item, err := range items {
			if (err != nil || match(item)) && !yield(item, err) {
				return
			}
		}
	}
}
