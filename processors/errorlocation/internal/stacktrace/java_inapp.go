// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// inAppJava tells the application's classes from those of libraries by their packages, because traces
// have no paths. If a log library prints where a class was loaded from, that takes precedence.
func inAppJava(f *Frame) bool {
	switch {
	case f.owner == ownerApp:
		return true
	case f.File == "" || f.owner == ownerLibrary:
		return false
	}
	// The macro ns of Clojure generates functions that run while a namespace is loaded.
	return !isJavaLibrary(f.Function) && !strings.Contains(f.Function, "$loading__") && !isStubJava(f.Function)
}

// isStubJava reports whether a function belongs to a class that is generated for a service of gRPC:
// "OrdersGrpc$OrdersBlockingStub.get".
func isStubJava(function string) bool {
	class := function[:max(0, strings.LastIndexByte(function, '.'))]
	return strings.Contains(class, "Grpc") && (strings.HasSuffix(class, "Stub") || strings.HasSuffix(class, "Grpc$MethodHandlers"))
}

// isGeneratedJava reports whether a function belongs to a class that a framework or the virtual
// machine generates, at run time or when the application is built.
func isGeneratedJava(function string) bool {
	class := function[:max(0, strings.LastIndexByte(function, '.'))]
	for _, mark := range [...]string{
		"$$Lambda", "$Proxy", "$$SpringCGLIB$$", "$$EnhancerBy", "$$FastClassBy", "$$KeyFactoryBy", "$MockitoMock$", "$HibernateProxy$",
		"_$$_", "_ClientProxy", "_Subclass", "_WeldSubclass", "$Intercepted", "GeneratedMethodAccessor", "GeneratedConstructorAccessor",
	} {
		if strings.Contains(class, mark) {
			return true
		}
	}
	// Groovy generates a class for each call site: "Orders$total$0.callCurrent".
	method := function[len(class)+1:]
	return strings.IndexByte(class, '$') > 0 && (method == "call" || method == "callCurrent" || method == "callStatic" || method == "callGetProperty")
}

// isJavaLibrary reports whether a function belongs to the languages and libraries of the Java
// virtual machine, by the first elements of its package.
func isJavaLibrary(function string) bool {
	first, rest := javaElement(function)
	second, third := javaElement(rest)
	switch part, _ := javaElement(third); part {
	case "example", "examples", "sample", "samples", "demo":
		return false // "org.springframework.samples.petclinic"
	}
	switch first {
	case "java", "javax", "jdk", "sun", "jakarta", "kotlin", "kotlinx", "scala", "clojure", "groovy", "groovyx",
		"android", "androidx", "brave", "dalvik", "libcore", "oracle", "p6spy", "weblogic", "zipkin2", "_COROUTINE",
		"akka", "antlr", "arrow", "bsh", "cats", "cinnamon", "coursierapi", "dagger", "doobie", "feign", "freemarker", "fs2",
		"gatling", "geb", "graphql", "grails", "hudson", "izumi", "javassist", "javolution", "jenkins", "jersey", "jline", "jodd",
		"junit", "kafka", "koin", "liquibase", "lombok", "monix", "monocle", "nonapi", "ognl", "okhttp3", "okio",
		"play", "ratpack", "reactor", "retrofit", "retrofit2", "rx", "sbt", "scalapb", "scalaz", "scodec", "shapeless",
		"shadow", "slick", "spock", "spray", "sttp", "tofu", "twitter4j", "xsbt", "zio",
		// Clojure
		"aleph", "bidi", "buddy", "cheshire", "cider", "clj_http", "clj_time", "cljs", "clout", "cognitect", "compojure",
		"datascript", "datomic", "environ", "figwheel", "hato", "hiccup", "honeysql", "hugsql", "immutant", "integrant", "kaocha",
		"langohr", "leiningen", "liberator", "luminus", "malli", "manifold", "medley", "midje", "muuntaja", "nrepl", "potemkin",
		"hikari_cp", "refactor_nrepl", "reitit", "ring", "selmer", "sieppari", "taoensso", "toucan", "toucan2":
		return true
	case "org":
		return isOrgLibrary(second, third)
	case "com":
		return isComLibrary(second, third)
	case "io":
		switch second {
		case "agroal", "aeron", "airlift", "appium", "aviso", "axoniq", "camunda", "circe", "confluent", "cucumber", "debezium", "dropwizard",
			"fabric8", "fury", "gatling", "getquill", "getunleash", "grpc", "helidon", "honeycomb", "insert_koin", "jaegertracing", "javalin",
			"jsonwebtoken", "kotest", "kotlintest", "ktor", "kubernetes", "lettuce", "mantisrx", "micrometer", "micronaut", "milvus", "minio",
			"mockk", "monix", "nats", "netty", "opencensus", "opentelemetry", "opentracing", "pebbletemplates", "pedestal", "perfmark",
			"prometheus", "projectreactor", "qdrant", "quarkus", "questdb", "r2dbc", "reactivex", "requery", "restassured", "rsocket",
			"seata", "sentry", "smallrye", "socket", "substrait", "swagger", "temporal", "trino", "undertow", "vavr", "vertx", "zeebe", "zipkin":
			return true
		case "github":
			return isGitHubLibrary(third)
		}
	case "net":
		switch second {
		case "bytebuddy", "sf", "sourceforge", "jpountz", "logstash", "ttddyy", "java", "jcip", "jodah", "javacrumbs", "spy", "jini", "minidev",
			"objenesis", "serenitybdd", "snowflake", "jqwik", "lingala", "thucydides", "openhft", "time4j", "devh", "postgis":
			return true
		}
	case "ch":
		return second == "qos"
	case "dev":
		switch second {
		case "failsafe", "langchain4j", "morphia", "openfeature", "zio", "reactivex", "dbos":
			return true
		}
	case "software":
		return second == "amazon"
	case "co":
		return second == "elastic" || second == "paralleluniverse" || second == "fs2"
	case "next":
		return second == "jdbc"
	case "honey":
		return second == "sql"
	case "redis":
		return second == "clients"
	case "schema", "aero":
		return second == "core" || second == "macros"
	case "router": // what Play makes of its file of routes
		return second == "Routes" || second == "RoutesPrefix"
	}
	return len(first) == 1 && isAbbreviatedJava(first, second, function)
}

func isOrgLibrary(second, third string) bool {
	switch second {
	case "apache":
		return !strings.HasPrefix(third, "jsp.") // the application's own pages
	case "springframework", "hibernate", "postgresql", "eclipse", "jboss", "junit", "gradle", "codehaus", "slf4j", "mockito", "assertj",
		"hamcrest", "testng", "scalatest", "scalactic", "scalacheck", "scalamock", "specs2", "typelevel", "http4s", "jetbrains", "jooq", "flywaydb",
		"liquibase", "mariadb", "h2", "hsqldb", "sqlite", "mongodb", "bson", "redisson", "elasticsearch", "opensearch", "quartz",
		"aspectj", "aopalliance", "yaml", "json", "json4s", "joda", "xml", "w3c", "glassfish", "jvnet", "wildfly", "infinispan", "thymeleaf", "mybatis",
		"grails", "spockframework", "osgi", "ehcache", "objectweb", "bouncycastle", "reactivestreams", "graalvm", "python", "mozilla",
		"jruby", "kohsuke", "jenkinsci", "httpkit", "neo4j", "jsoup", "dom4j", "jdom", "jdom2", "jgroups", "drools", "kie", "camunda", "activiti",
		"flowable", "axonframework", "atmosphere", "vertx", "zeroturnaround", "jdbi", "skife", "robolectric", "powermock", "easymock",
		"objenesis", "hornetq", "ops4j", "jolokia", "jctools", "agrona", "nd4j", "rocksdb", "zeromq", "xnio", "xerial", "clojars", "locationtech",
		"geotools", "lwjgl", "libgdx", "luaj", "ini4j", "ektorp", "koin", "tensorflow", "threeten", "ttzero", "webjars", "jgrapht",
		"cloudfoundry", "keycloak", "openqa", "picketbox", "picketlink", "pac4j", "opensaml", "owasp", "unbescape", "attoparser", "xhtmlrenderer",
		"sonatype", "wiremock", "mockserver", "testcontainers", "awaitility", "skyscreamer", "xmlunit", "antlr", "fusesource", "jacoco", "jline",
		"mapstruct", "modelmapper", "dozer", "zalando", "jasypt", "immutables", "msgpack", "influxdb", "questdb", "duckdb", "firebirdsql",
		"kodein", "ktorm", "exposed", "litote", "reflections", "scala":
		return true
	}
	return false
}

func isComLibrary(second, third string) bool {
	switch second {
	case "sun", "oracle", "google", "fasterxml", "zaxxer", "amazonaws", "netflix", "mysql", "mongodb", "rabbitmq", "datastax", "azure", "typesafe",
		"lightbend", "squareup", "stripe", "twilio", "codahale", "jayway", "thoughtworks", "vaadin", "hazelcast", "couchbase", "unboundid",
		"nimbusds", "auth0", "sendgrid", "newrelic", "datadog", "datadoghq", "dynatrace", "appdynamics", "bumptech", "lmax", "esotericsoftware",
		"jcraft", "mchange", "alibaba", "baomidou", "ctc", "cloudbees", "facebook", "intellij", "jetbrains", "softwaremill", "twitter", "lihaoyi",
		"sksamuel", "linecorp", "apollographql", "graphql", "expediagroup", "launchdarkly", "rollbar", "bugsnag", "clickhouse", "snowflake", "ecwid",
		"fluidops", "headius", "hierynomus", "icegreen", "itextpdf", "jcabi", "jakewharton", "lowagie", "maxmind", "meterware", "networknt",
		"opencsv", "openhtmltopdf", "opensymphony", "optum", "orbitz", "p6spy", "pusher", "rometools", "samskivert", "sleepycat", "slack",
		"sparkjava", "stuartsierra", "tngtech", "univocity", "vladmihalcea", "wix", "xebialabs", "yammer", "zendesk", "uber", "airbnb", "novoda", "jolbox",
		"mitchellbosecke", "clearspring", "ning", "noelios", "blazebit", "cronutils", "arjuna", "atomikos", "sybase", "informix", "teradata", "sap_db",
		"walmartlabs", "taoensso", "cognitect", "climate", "timgroup":
		return true
	case "ibm":
		return strings.HasPrefix(third, "db2.") || strings.HasPrefix(third, "ws.") || strings.HasPrefix(third, "mq.") || strings.HasPrefix(third, "icu.") ||
			strings.HasPrefix(third, "ejs.") || strings.HasPrefix(third, "jsse2.") || strings.HasPrefix(third, "lang.") || strings.HasPrefix(third, "crypto.") ||
			strings.HasPrefix(third, "io.") || strings.HasPrefix(third, "wsspi.")
	case "microsoft":
		return strings.HasPrefix(third, "sqlserver.") || strings.HasPrefix(third, "azure.") || strings.HasPrefix(third, "applicationinsights.") ||
			strings.HasPrefix(third, "aad.") || strings.HasPrefix(third, "kiota.") || strings.HasPrefix(third, "graph.")
	case "github":
		return isGitHubLibrary(third)
	}
	return false
}

// isGitHubLibrary reports whether a package named after an account at GitHub is a known library.
func isGitHubLibrary(rest string) bool {
	account, _ := javaElement(rest)
	switch account {
	case "benmanes", "resilience4j", "tomakehurst", "dockerjava", "jknack", "mustachejava", "rholder", "kagkarlsson", "tototoshi", "mauricio",
		"jasync", "plokhotnyuk", "bumptech", "kittinunf", "ajalt", "javaparser", "scribejava", "fge", "zafarkhaja", "victools", "bucket4j",
		"classgraph", "daviddenton", "jsqlparser", "pagehelper", "xiaoymin", "wechatpay", "shyiko", "lukehutch", "oshi", "jnr", "luben", "housepower",
		"fppt", "ulisesbocchio", "stefanbirkner", "javafaker", "dzieciou", "swagger2markup", "springdoc", "lalyos", "vertical_blank", "loki4j", "maricn",
		"openfeign", "nosan", "wnameless", "spullara", "eirslett", "danielwegener", "seancfoley", "cb372", "pureconfig", "chrisbanes", "aakira", "microutils", "oshai":
		return true
	}
	return false
}

// isAbbreviatedJava recognises libraries by the first letters of their packages, because log libraries
// may abbreviate them: "o.s.web.servlet.DispatcherServlet". Names from a minifier are as short.
func isAbbreviatedJava(first, second, function string) bool {
	class := function[:max(0, strings.LastIndexByte(function, '.'))]
	class = class[strings.LastIndexByte(class, '.')+1:]
	if len(class) < 3 || class[0] < 'A' || class[0] > 'Z' {
		return false
	}
	switch first {
	case "j": // java, javax, jakarta, jdk
		return true
	case "o": // org.springframework, apache, hibernate, eclipse, postgresql, junit
		return second == "s" || second == "a" || second == "h" || second == "e" || second == "p" || second == "j"
	case "i": // io.netty, io.undertow, io.vertx, io.micrometer
		return second == "n" || second == "u" || second == "v" || second == "m"
	case "s": // sun.reflect
		return second == "r"
	case "r": // reactor.core, reactor.netty
		return second == "c" || second == "n"
	}
	return false
}

// javaElement splits off the first element of a name, which ends at a dot or, for the last one of a
// Clojure namespace, at a dollar sign.
func javaElement(name string) (element, rest string) {
	for i := range len(name) {
		if name[i] == '.' || name[i] == '$' {
			return name[:i], name[i+1:]
		}
	}
	return name, ""
}
