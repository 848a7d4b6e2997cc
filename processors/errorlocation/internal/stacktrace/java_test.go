// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestJavaFrame(t *testing.T) {
	tests := []struct {
		line          string
		function, pkg string
		file          string
		number        int
	}{
		{"com.example.shop.Orders.total(Orders.java:12)", "com.example.shop.Orders.total", "com.example.shop", "Orders.java", 12},
		{"Main.main(Main.java:3)", "Main.main", "", "Main.java", 3},
		{"app//com.example.Main$1.run(Main.java:3)", "com.example.Main$1.run", "com.example", "Main.java", 3},
		{"java.base@21.0.2/java.lang.Thread.run(Thread.java:1583)", "java.lang.Thread.run", "java.lang", "Thread.java", 1583},
		{"app/shop@1.0/com.example.Main.main(Main.java:3)", "com.example.Main.main", "com.example", "Main.java", 3},
		{"PluginClassLoader for a b//com.example.Main.main(Main.java:3)", "com.example.Main.main", "com.example", "Main.java", 3},
		{"com.example.Main$$Lambda/0x00007f05.run(Unknown Source)", "com.example.Main$$Lambda/0x00007f05.run", "com.example", "", 0},
		{"java.base/java.lang.Object.wait(Native Method)", "java.lang.Object.wait", "java.lang", "", 0},
		{"com.example.Orders$$SpringCGLIB$$0.total(<generated>)", "com.example.Orders$$SpringCGLIB$$0.total", "com.example", "", 0},
		{"com.example.OrdersKt.total(Orders.kt)", "com.example.OrdersKt.total", "com.example", "", 0},
		{"a.b.c(Unknown Source:8)", "a.b.c", "a", "", 0},
		{"a.b.c(SourceFile:8)", "a.b.c", "a", "SourceFile", 8},
		{"com.example.Orders.total(Orders.java:12) ~[shop.jar!/:1.0]", "com.example.Orders.total", "com.example", "Orders.java", 12},
		{"com.example.Orders.total(Orders.java:12) [3 skipped]", "com.example.Orders.total", "com.example", "Orders.java", 12},
		{"com.example.Orders.total(Orders.java:12(Compiled Code))", "com.example.Orders.total", "com.example", "Orders.java", 12},
		{"com.example.Orders.total(Orders.java(Inlined Compiled Code))", "com.example.Orders.total", "com.example", "", 0},
		{"shop.orders$total.invokeStatic(orders.clj:12)", "shop.orders$total.invokeStatic", "shop.orders", "orders.clj", 12},
		{"shop.orders/fn (orders.clj:12)", "shop.orders/fn", "shop.orders", "orders.clj", 12},
		{"java.io.FileInputStream.open0 (FileInputStream.java:-2)", "java.io.FileInputStream.open0", "java.io", "", 0},
		{"com.example.OrderTest.total of (no) order(OrderTest.kt:9)", "com.example.OrderTest.total of (no) order", "com.example", "OrderTest.kt", 9},
		{"flatMap @ com.example.Orders$.load(Orders.scala:14)", "com.example.Orders$.load", "com.example", "Orders.scala", 14},
	}
	for _, tt := range tests {
		t.Run(tt.line, func(t *testing.T) {
			f, ok := javaFrame(tt.line)
			require.True(t, ok)
			assert.Equal(t, tt.function, f.Function)
			assert.Equal(t, tt.pkg, f.Package)
			assert.Equal(t, tt.file, f.File)
			assert.Equal(t, tt.number, f.Line)
		})
	}
	for _, line := range []string{
		"", ")", "()", "a.b()", "a.b(", "total(Orders.java:12)",
		"Object.<anonymous> (/srv/shop/orders.js:12:5)", "async Promise.all (index 0)", "a.b (native)", "a.b(orders.js:12:5)",
		"Shop.Orders.Total(Int32 n)", "Shop.Orders.Total(String[]) + 0x1f", "Shop.Orders.Total (System.Int32 n) [0x00008] in <0123>:0",
		"java.lang.Thread.sleep(java.base@17/Thread.java:3)", "[Source: (String)\"{x: 1}\"; line: 1, column: 3]", "noon (see Plan.java:12)",
		"a.b(Orders.java:x)", "a.b(Orders.java:)",
	} {
		_, ok := javaFrame(line)
		assert.False(t, ok, line)
	}
}

func TestInAppJava(t *testing.T) {
	for _, function := range []string{
		"com.example.Main.main", "Main.main", "com.acme.order.OrderService$1.run", "org.example.Main.main", "io.acme.Api.get", "de.example.Main.main",
		"shop.orders$total.invokeStatic", "user$eval1.invoke", "controllers.Orders.show", "WorkflowScript.run", "org.apache.jsp.cart_jsp._jspService",
		"org.springframework.samples.petclinic.owner.OwnerController.find", "io.grpc.examples.helloworld.Server.main", "com.github.acme.Main.main",
		"o.b.c", "j.a.b", "c.acme.OrderService.get", "scalable.Main.main", "javaapp.Main.main", "oteldemo.AdService.getAds",
	} {
		assert.True(t, inAppJava(&Frame{Function: function, File: "F.java", Line: 1}), function)
	}
	for _, function := range []string{
		"java.lang.Thread.run", "jdk.internal.misc.Unsafe.park", "kotlin.collections.MapsKt.getValue", "kotlinx.coroutines.DispatchedTask.run",
		"scala.Option.get", "clojure.core$map.invoke", "clojure.lang.RT.seq", "groovy.lang.Closure.call", "org.springframework.util.Assert.state",
		"org.apache.kafka.clients.Metadata.get", "com.zaxxer.hikari.pool.HikariPool.get", "io.netty.channel.nio.NioEventLoop.run",
		"com.github.benmanes.caffeine.cache.Cache.get", "ring.adapter.jetty$proxy.invoke", "next.jdbc$execute.invoke", "ch.qos.logback.Logger.log",
		"router.Routes$$anonfun$1.apply", "o.s.web.servlet.DispatcherServlet.doGet", "j.u.c.ThreadPoolExecutor.run", "co.elastic.clients.Client.get",
		"redis.clients.jedis.Jedis.get", "com.microsoft.sqlserver.jdbc.Connection.open", "software.amazon.awssdk.core.Client.send",
		"shop.core$eval1$loading__6721__auto____2.invoke",
	} {
		assert.False(t, inAppJava(&Frame{Function: function, File: "F.java", Line: 1}), function)
	}
	assert.False(t, inAppJava(&Frame{Function: "com.example.Main.main"}), "no file")
	assert.True(t, inAppJava(&Frame{Function: "java.lang.Thread.run", File: "F.java", Line: 1, owner: ownerApp}))
	assert.False(t, inAppJava(&Frame{Function: "com.example.Main.main", File: "F.java", Line: 1, owner: ownerLibrary}))
}

// TestJavaCommonFrames checks that "... n more" is replaced by the frames it stands for.
func TestJavaCommonFrames(t *testing.T) {
	tests := []struct {
		text string // a corpus case
		want string // the functions of the root cause
	}{
		{"java_reexpanded_cause", "timedRead read doExecute execute run main"},
		{"java_root_cause_first", "receiveErrorResponse execute query load get run"},
		{"java_suppressed_after_cause", "take total"},
		{"java_truncated_cause_frames", "total main"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			c := readCase(t, "testdata/corpus/java/"+tt.text+".txt")
			got, ok := NewParser(nil, 0).Parse(c.text, c.hints())
			require.True(t, ok)
			var functions []string
			for _, f := range got.Chain[0].Frames {
				if f.File != "" {
					functions = append(functions, f.Function[strings.LastIndexByte(f.Function, '.')+1:])
				}
			}
			assert.Equal(t, tt.want, strings.Join(functions, " "))
		})
	}
}
