package mockserver

import (
	"encoding/xml"
	"math/rand/v2"
	"slices"
	"strconv"
)

const (
	defaultPageSize = 100
	maxPageSize     = 1000
)

type paginationElement struct {
	XMLName        xml.Name `xml:"pagination"`
	PageNumber     int      `xml:"pageNumber,attr"`
	PageSize       int      `xml:"pageSize,attr"`
	TotalAvailable int      `xml:"totalAvailable,attr"`
}

// paginate cuts the page that query asks for out of all. A page beyond the last is refused; the first page of nothing
// is not beyond it. REST API reference: List Server Schedules, errors.
func paginate[T any](c *call, all []T) (paginationElement, []T, *apiError) {
	all, query := listed(c, all), c.query
	size, number := defaultPageSize, 1
	var err error
	if text := query.Get("pageSize"); query.Has("pageSize") {
		if size, err = strconv.Atoi(text); err != nil || size < 1 {
			return paginationElement{}, nil, invalidPageSize("Page size '" + text + "' is not a whole number above zero.")
		}
		if size > maxPageSize {
			return paginationElement{}, nil, pageSizeLimitExceeded()
		}
	}
	if text := query.Get("pageNumber"); query.Has("pageNumber") {
		if number, err = strconv.Atoi(text); err != nil || number < 1 {
			return paginationElement{}, nil, invalidPageNumber("Page number '" + text + "' is not a whole number above zero.")
		}
	}
	last := max(1, (len(all)+size-1)/size)
	if number > last {
		return paginationElement{}, nil, invalidPageNumber("Page number " + strconv.Itoa(number) + " is beyond the last page, " + strconv.Itoa(last) + ".")
	}
	from := (number - 1) * size
	page := all[from:min(from+size, len(all))]
	switch c.fault.Partial {
	case PartialPage:
		page = page[:len(page)/2]
	case PartialEmpty:
		page = nil
	}
	return paginationElement{PageNumber: number, PageSize: size, TotalAvailable: len(all)}, page, nil
}

// listed are the objects that a list has: all, unless a fault leaves some out.
func listed[T any](c *call, all []T) []T {
	if c.fault.Partial != PartialList {
		return all
	}
	random := rand.New(rand.NewPCG(c.fault.leftOut, 0)) //nolint:gosec // faults must come again with the seed
	return slices.DeleteFunc(slices.Clone(all), func(T) bool { return random.IntN(2) == 0 })
}
