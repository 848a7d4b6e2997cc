// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// inAppErlang tells the application's code from that of Erlang/OTP, of Elixir and of packages. The
// files of packages have paths relative to the package, so packages are recognised by name: frames of
// Elixir have that of their OTP application, frames of Erlang only that of the module.
func inAppErlang(f *Frame) bool {
	path := f.File
	if path == "" && f.doubt != elixirNoFile || strings.HasPrefix(path, "deps/") || strings.Contains(path, "/deps/") ||
		strings.Contains(path, "/lib/erlang/") || strings.Contains(path, "/lib/elixir/") {
		return false
	}
	if _, lib, ok := strings.Cut(path, "/_build/"); ok {
		if _, lib, ok = strings.Cut(lib, "/lib/"); ok {
			app, _, _ := strings.Cut(lib, "/")
			return !isBeamPackage(app)
		}
	}
	// A function that a macro of a package generates has the file of the macro.
	if relative, ok := strings.CutPrefix(path, "lib/"); ok {
		if dir, _, ok := strings.Cut(relative, "/"); ok && isBeamPackage(dir) {
			return false
		}
	}
	pkg := f.Package
	if pkg == "" {
		return true
	}
	if pkg[0] >= 'A' && pkg[0] <= 'Z' {
		root, _, _ := strings.Cut(pkg, ".")
		return !isElixirModule(root)
	}
	pkg = strings.TrimPrefix(pkg, ":")
	if isBeamPackage(pkg) {
		return false
	}
	if strings.HasSuffix(path, ".erl") && (strings.IndexByte(path, '/') < 0 || strings.HasPrefix(path, "src/")) {
		if isErlangModule(pkg) {
			return false
		}
		// Modules of a package start with its name: cowboy_stream_h.
		family, _, ok := strings.Cut(pkg, "_")
		return !ok || !isErlangFamily(family)
	}
	return true
}

// isElixirModule reports whether the first part of a module's name is that of Elixir's standard
// library or of a common package.
func isElixirModule(root string) bool {
	switch root {
	case "Access", "Agent", "Application", "Base", "Code", "Config", "Date", "DateTime", "DynamicSupervisor",
		"EEx", "Enum", "Enumerable", "ExUnit", "Exception", "File", "Float", "Function", "GenEvent", "GenServer",
		"IEx", "IO", "Inspect", "Integer", "Kernel", "Keyword", "List", "Logger", "Macro", "Map", "MapSet", "Mix",
		"Module", "NaiveDateTime", "Node", "Path", "Port", "Process", "Protocol", "Range", "Regex", "Registry",
		"Stream", "String", "Supervisor", "System", "Task", "Time", "Tuple", "URI", "Version",
		"Absinthe", "Bandit", "Broadway", "Cachex", "DBConnection", "Ecto", "Finch", "GenStage", "HTTPoison",
		"Jason", "Mint", "MyXQL", "NimblePool", "Oban", "OpenTelemetry", "Phoenix", "Plug", "Poison", "Postgrex",
		"Redix", "Req", "Sentry", "Swoosh", "Tesla", "ThousandIsland", "WebSock":
		return true
	}
	return false
}

// isBeamPackage reports whether an OTP application is part of Erlang or Elixir, or a common package.
func isBeamPackage(app string) bool {
	switch app {
	case "elixir", "logger", "mix", "iex", "ex_unit", "eex",
		"stdlib", "kernel", "erts", "compiler", "crypto", "ssl", "inets", "mnesia", "sasl", "public_key", "os_mon",
		"runtime_tools", "syntax_tools", "tools", "xmerl", "parsetools", "asn1", "ssh", "eunit", "common_test",
		"phoenix", "phoenix_html", "phoenix_live_view", "phoenix_pubsub", "phoenix_ecto", "phoenix_template",
		"phoenix_view", "phoenix_live_dashboard", "phoenix_live_reload", "phoenix_swoosh",
		"plug", "plug_cowboy", "plug_crypto", "bandit", "thousand_island", "websock", "websock_adapter",
		"cowboy", "cowlib", "ranch", "gun", "elli", "mochiweb", "webmachine", "yaws",
		"ecto", "ecto_sql", "ecto_sqlite3", "db_connection", "postgrex", "myxql", "tds", "exqlite", "epgsql",
		"mongodb_driver", "xandra", "redix", "eredis", "cachex", "nebulex", "con_cache",
		"jason", "poison", "jsx", "jsone", "jiffy", "decimal", "tzdata", "timex", "gettext",
		"httpoison", "hackney", "tesla", "finch", "mint", "req", "nimble_pool", "nimble_options", "castore",
		"certifi", "idna", "mimerl", "metrics", "parse_trans", "ssl_verify_fun", "unicode_util_compat",
		"oban", "broadway", "gen_stage", "flow", "quantum", "commanded", "eventstore", "kafka_ex", "brod", "kaffe",
		"amqp", "amqp_client", "rabbit_common", "rabbit", "emqtt",
		"absinthe", "absinthe_plug", "absinthe_phoenix", "dataloader", "ash", "ash_phoenix", "ash_postgres", "spark",
		"guardian", "ueberauth", "joken", "jose", "bcrypt_elixir", "argon2_elixir", "pbkdf2_elixir", "comeonin", "pow",
		"swoosh", "bamboo", "gen_smtp", "ex_aws", "ex_aws_s3", "sweet_xml", "waffle", "floki", "earmark",
		"telemetry", "telemetry_metrics", "telemetry_poller", "opentelemetry", "opentelemetry_api",
		"opentelemetry_exporter", "sentry", "appsignal", "new_relic_agent", "honeybadger", "rollbax", "spandex",
		"prom_ex", "prometheus", "recon", "lager", "poolboy", "worker_pool", "gproc", "syn", "uuid", "elixir_uuid",
		"libcluster", "horde", "swarm", "grpc", "protobuf", "gpb", "meck", "mox", "mock", "proper", "stream_data",
		"ex_machina", "faker", "bypass", "wallaby", "hound", "nx", "exla", "rustler", "file_system", "surface":
		return true
	}
	for _, prefix := range [...]string{"opentelemetry_", "absinthe_", "ueberauth_", "telemetry_", "ex_aws_", "ex_cldr"} {
		if strings.HasPrefix(app, prefix) {
			return true
		}
	}
	return false
}

// isErlangModule reports whether a module belongs to Erlang/OTP or Elixir, for names that
// isErlangFamily does not cover.
func isErlangModule(module string) bool {
	switch module {
	case "application", "application_controller", "application_master", "array", "base64", "beam_lib", "binary", "c",
		"calendar", "code", "code_server", "dets", "dict", "disk_log", "elixir", "epp", "erl_error", "erl_eval",
		"erl_parse", "erl_scan", "erlang", "error_handler", "error_logger", "escript", "ets", "eunit", "file", "file_server",
		"filelib", "filename", "gb_sets", "gb_trees", "gen", "gen_event", "gen_fsm", "gen_sctp", "gen_server", "gen_server2",
		"gen_statem", "gen_tcp", "gen_udp", "global", "group", "inet", "init", "io", "io_lib", "io_lib_format", "io_lib_pretty",
		"json", "lists", "logger", "logger_backend", "logger_formatter", "logger_olp", "logger_server", "logger_std_h", "maps", "math", "net_kernel", "orddict", "ordsets", "os", "peer", "persistent_term",
		"pg", "pool", "proc_lib", "proplists", "public_key", "qlc", "queue", "ram_file", "rand", "random", "re",
		"rpc", "sets", "shell", "slave", "sofs", "string", "supervisor", "supervisor_bridge", "sys", "test_server",
		"timer", "unicode", "uri_string", "user_drv", "user_sup", "win32reg", "zip", "zlib":
		return true
	}
	return false
}

// isErlangFamily reports whether modules whose names start with family and "_" belong to Erlang/OTP,
// to Elixir or to a common package.
func isErlangFamily(family string) bool {
	switch family {
	case "elixir", "erl", "inet", "inets", "httpc", "httpd", "ssl", "tls", "dtls", "ssh", "pubkey", "mnesia", "xmerl", "asn1rt",
		"snmp", "eunit", "ct", "prim", "beam", "erts",
		"cowboy", "cow", "ranch", "gun", "hackney", "mochiweb", "webmachine", "yaws", "elli", "lager", "poolboy", "epgsql",
		"eredis", "jsx", "jsone", "jiffy", "brod", "kpro", "amqp", "rabbit", "riak", "meck", "proper", "otel", "opentelemetry",
		"telemetry", "prometheus", "recon", "gproc", "wpool", "emqx", "ejabberd", "mimerl", "idna":
		return true
	}
	return false
}
