// SPDX-License-Identifier: Apache-2.0

package lokiexporter

import (
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
)

const (
	maxAnswerBytes = 64 << 10 // what is read of an answer
	maxReasonBytes = 512      // what is shown of it
)

// mask stands for what is not shown of an answer.
const mask = "***"

// minSecret is the shortest value of a header that is taken for a secret, in bytes: a shorter one would
// be masked in the middle of words.
const minSecret = 8

// rejection is what an answer says of rejected entries.
type rejection struct {
	reason string
	count  int
}

// phrases tell the reason of a rejection, by the name that Loki gives it in its metric
// loki_discarded_samples_total, from the message. Loki takes what else is in the request.
// https://grafana.com/docs/loki/latest/operations/request-validation-rate-limits/
var phrases = []struct{ phrase, reason string }{
	{"max entry size", "line_too_long"},
	{"timestamp too old", "greater_than_max_sample_age"},
	{"timestamp too new", "too_far_in_future"},
	{"entry too far behind", "too_far_behind"},
	{"entry out of order", "out_of_order"},
	{"structured metadata too large", "structured_metadata_too_large"},
	{"too many structured metadata", "structured_metadata_too_many"},
	{"includes structured metadata", "disallowed_structured_metadata"},
	{"label names; limit", "max_label_names_per_series"},
	{"label name too long", "label_name_too_long"},
	{"label value too long", "label_value_too_long"},
	{"duplicate label name", "duplicate_label_names"},
	{"at least one label pair is required", "missing_labels"},
	{"error parsing labels", "invalid_labels"},
	{"missing required labels", "missing_enforced_labels"},
}

// readAnswer returns the text of an answer, with what is from the data or secret masked. Pages of
// proxies are left out.
func readAnswer(resp *http.Response, secrets []string) string {
	if kind, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type")); err == nil && kind != "text/plain" && kind != "application/json" {
		return ""
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswerBytes))
	if err != nil && len(body) == 0 {
		return ""
	}
	text := string(body)
	for _, secret := range secrets {
		text = strings.ReplaceAll(text, secret, mask)
	}
	return strings.TrimSpace(maskValues(text))
}

// maskValues masks the values of labels: those in selectors, as in {job="shop"}, and the one that is too
// long.
func maskValues(text string) string {
	var masked strings.Builder
	for {
		quote := strings.Index(text, `="`)
		if quote < 0 {
			break
		}
		masked.WriteString(text[:quote+2])
		masked.WriteString(mask)
		text = text[quote+2:]
		end := 0
		for end < len(text) && text[end] != '"' {
			if text[end] == '\\' {
				end++
			}
			end++
		}
		text = text[min(end, len(text)):]
	}
	masked.WriteString(text)
	const tooLong = "label value too long: '"
	if before, value, found := strings.Cut(masked.String(), tooLong); found {
		rest := ""
		if end := strings.Index(value, "'; "); end >= 0 {
			rest = maskValues(value[end:])
		}
		return before + tooLong + mask + rest
	}
	return masked.String()
}

// shorten makes a text fit for a log message.
func shorten(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	return cut(text, maxReasonBytes)
}

// rejections reads what was rejected from the answer to a request of which Loki took the rest. It
// returns nil if the answer does not say so.
func rejections(answer string) []rejection {
	var all []rejection
	add := func(text string, count int) {
		reason, ok := reasonOf(text)
		if !ok {
			return
		}
		for i := range all {
			if all[i].reason == reason {
				all[i].count += count
				return
			}
		}
		all = append(all, rejection{reason, count})
	}
	// An ingester counts what it ignored of a stream.
	if text, counts, found := strings.Cut(answer, "total ignored: "); found {
		number, _, _ := strings.Cut(counts, " ")
		if n, err := strconv.Atoi(number); err == nil && n > 0 {
			add(text, n)
			return all
		}
	}
	// A distributor lists its messages, with how many there are of each if there is more than one.
	const like = " errors like: "
	if !strings.Contains(answer, like) {
		add(answer, 1)
		return all
	}
	count, messages, _ := strings.Cut(answer, like)
	for {
		n, err := strconv.Atoi(count[strings.LastIndexByte(count, ' ')+1:])
		if err != nil || n < 1 {
			n = 1
		}
		message, next, more := strings.Cut(messages, like)
		if !more {
			add(message, n)
			return all
		}
		// The message ends where the number of the next one begins.
		end := strings.LastIndex(message, "; ")
		if end < 0 {
			end = len(message)
		}
		add(message[:end], n)
		count, messages = message[end:], next
	}
}

func reasonOf(text string) (string, bool) {
	for _, p := range phrases {
		if strings.Contains(text, p.phrase) {
			return p.reason, true
		}
	}
	return "", false
}

// maxRetryAfter is the longest wait that an answer can ask for. A header by mistake must not stop the exporter
// for days, which it would where retries do not end.
const maxRetryAfter = 10 * time.Minute

// retryAfter returns how long to wait by a Retry-After header, in seconds or until a date, or 0.
// RFC 9110, section 10.2.3.
func retryAfter(header string, now time.Time) time.Duration {
	var wait time.Duration
	if seconds, err := strconv.ParseUint(header, 10, 31); err == nil {
		wait = time.Duration(seconds) * time.Second
	} else if date, err := http.ParseTime(header); err == nil {
		wait = max(date.Sub(now), 0)
	}
	return min(wait, maxRetryAfter)
}
