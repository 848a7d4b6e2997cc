// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"time"

	"go.opentelemetry.io/collector/pdata/plog/plogotlp"
	"go.opentelemetry.io/collector/pdata/pmetric/pmetricotlp"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"google.golang.org/grpc"
	_ "google.golang.org/grpc/encoding/gzip" // what collectors send
)

// sink takes everything and forgets it: gateways, Jaeger and Loki.
type sink struct {
	grpcAddress string
	httpURL     string
	grpc        *grpc.Server
	http        *http.Server
}

type (
	traceSink struct {
		ptraceotlp.UnimplementedGRPCServer
	}
	logSink struct {
		plogotlp.UnimplementedGRPCServer
	}
	metricSink struct {
		pmetricotlp.UnimplementedGRPCServer
	}
)

func (*traceSink) Export(context.Context, ptraceotlp.ExportRequest) (ptraceotlp.ExportResponse, error) {
	return ptraceotlp.NewExportResponse(), nil
}

func (*logSink) Export(context.Context, plogotlp.ExportRequest) (plogotlp.ExportResponse, error) {
	return plogotlp.NewExportResponse(), nil
}

func (*metricSink) Export(context.Context, pmetricotlp.ExportRequest) (pmetricotlp.ExportResponse, error) {
	return pmetricotlp.NewExportResponse(), nil
}

func startSink() (*sink, error) {
	rpc, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	web, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &sink{grpcAddress: rpc.Addr().String(), httpURL: "http://" + web.Addr().String(), grpc: grpc.NewServer(grpc.MaxRecvMsgSize(64 << 20))}
	ptraceotlp.RegisterGRPCServer(s.grpc, &traceSink{})
	plogotlp.RegisterGRPCServer(s.grpc, &logSink{})
	pmetricotlp.RegisterGRPCServer(s.grpc, &metricSink{})
	s.http = &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.WriteHeader(http.StatusNoContent)
	})}
	go func() { _ = s.grpc.Serve(rpc) }()
	go func() { _ = s.http.Serve(web) }()
	return s, nil
}

func (s *sink) stop() {
	s.grpc.Stop()
	_ = s.http.Close()
}
