// SPDX-License-Identifier: Apache-2.0

package check

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// TestKafka puts a Kafka that is emulated in this process between an agent and two gateways. The
// gateways count every span that the agent took, and all messages of a trace are in one partition.
func TestKafka(t *testing.T) {
	cluster, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(4, "faultline-spans", "faultline-logs", "faultline-metrics"))
	require.NoError(t, err)
	t.Cleanup(cluster.Close)
	brokers := "KAFKA_BROKERS=" + strings.Join(cluster.ListenAddrs(), ",")

	agent := startCollector(t, []string{"agent.yaml", "agent.d/kafka.yaml"}, brokers)
	var pages []string
	for range 2 {
		gateway := startCollector(t, []string{"gateway.yaml", "gateway.d/kafka.yaml"}, brokers)
		pages = append(pages, gateway.page)
	}

	client, err := kgo.NewClient(kgo.SeedBrokers(cluster.ListenAddrs()...), kgo.ConsumeTopics("faultline-spans"), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
	require.NoError(t, err)
	defer client.Close()
	// While partitions move from one gateway to the other, what was read just before may be read again.
	poll(t, func() error { return readByBoth(t.Context(), client) })

	const requests, traces = 5, 200
	for request := range requests {
		var spans []string
		for i := range traces {
			spans = append(spans, fmt.Sprintf(`{"traceId":"%032x","spanId":"%016x","name":"work","kind":2,"startTimeUnixNano":"1","endTimeUnixNano":"2"}`, i+1, request+1))
		}
		post(t, agent.otlp+"/v1/traces", `{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"scopeSpans":[{"spans":[`+strings.Join(spans, ",")+`]}]}]}`)
	}
	poll(t, func() error {
		total := 0
		for _, page := range pages {
			calls, err := countCalls(t.Context(), page)
			if err != nil {
				return err
			}
			total += calls
		}
		if total != requests*traces {
			return fmt.Errorf("the gateways counted %d spans of %d", total, requests*traces)
		}
		return nil
	})

	partitions := map[string]map[int32]bool{}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	for len(partitions) < traces {
		fetches := client.PollFetches(ctx)
		require.NoError(t, fetches.Err())
		fetches.EachRecord(func(r *kgo.Record) {
			if partitions[string(r.Key)] == nil {
				partitions[string(r.Key)] = map[int32]bool{}
			}
			partitions[string(r.Key)][r.Partition] = true
		})
	}
	used := map[int32]bool{}
	for key, of := range partitions {
		assert.Len(t, of, 1, "partitions of trace %s", key)
		for p := range of {
			used[p] = true
		}
	}
	assert.Len(t, partitions, traces)
	assert.Len(t, used, 4, "partitions that have traces")
}

// readByBoth returns an error while the gateways do not share the topic of the spans, half of the partitions each.
func readByBoth(ctx context.Context, client *kgo.Client) error {
	request := kmsg.NewPtrDescribeGroupsRequest()
	request.Groups = []string{"faultline-gateway"}
	response, err := request.RequestWith(ctx, client)
	if err != nil {
		return err
	}
	shares := map[int]int{}
	for _, member := range response.Groups[0].Members {
		var assigned kmsg.ConsumerMemberAssignment
		if err := assigned.ReadFrom(member.MemberAssignment); err != nil {
			return err
		}
		for _, topic := range assigned.Topics {
			if topic.Topic == "faultline-spans" {
				shares[len(topic.Partitions)]++
			}
		}
	}
	if response.Groups[0].State != "Stable" || shares[2] != 2 {
		return fmt.Errorf("the group is %s, its members by their number of partitions: %v", response.Groups[0].State, shares)
	}
	return nil
}

func post(t *testing.T, url, body string) {
	t.Helper()
	response, err := http.Post(url, "application/json", strings.NewReader(body))
	require.NoError(t, err)
	defer response.Body.Close()
	require.Equal(t, http.StatusOK, response.StatusCode)
}

var calls = regexp.MustCompile(`(?m)^traces_span_metrics_calls_total\{.*\} ([0-9.e+]+)`)

func countCalls(ctx context.Context, page string) (int, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, page, http.NoBody)
	if err != nil {
		return 0, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, err
	}
	total := 0.0
	for _, match := range calls.FindAllStringSubmatch(string(text), -1) {
		value, err := strconv.ParseFloat(match[1], 64)
		if err != nil {
			return 0, err
		}
		total += value
	}
	return int(total), nil
}
