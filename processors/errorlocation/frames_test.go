// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestFramesAsObjects checks what is made of the objects that some loggers write instead of a trace.
func TestFramesAsObjects(t *testing.T) {
	for name, tt := range map[string]struct {
		body string
		want string // the best candidate
	}{
		"structlog": {
			`{"event":"failed","level":"error","exception":[{"exc_type":"OrderError","exc_value":"17","syntax_error":null,"is_cause":false,` +
				`"frames":[{"filename":"/srv/shop/app.py","lineno":43,"name":"handle","line":"raise OrderError(order)","locals":null}]},` +
				`{"exc_type":"ZeroDivisionError","exc_value":"division by zero","is_cause":true,"frames":[{"filename":"/srv/shop/orders.py","lineno":12,"name":"total"}]}]}`,
			"Traceback (most recent call last):\n  File \"/srv/shop/orders.py\", line 12, in total\nZeroDivisionError: division by zero\n\n" +
				"The above exception was the direct cause of the following exception:\n\n" +
				"Traceback (most recent call last):\n  File \"/srv/shop/app.py\", line 43, in handle\nOrderError: 17\n",
		},
		"zerolog": {
			`{"level":"error","stack":[{"func":"total","line":"20","source":"orders.go"},{"func":"main","line":"9","source":"main.go"}],"error":"no stock"}`,
			"orders.go:20 (0x0)\n\ttotal: \nmain.go:9 (0x0)\n\tmain: \n",
		},
		"zerolog with methods": {
			`{"level":"error","stack":[{"func":"(*Orders).total","line":"20","source":"orders.go"},{"func":"main","line":"9","source":"main.go"}],"error":"no stock"}`,
			"orders.go:20 (0x0)\n\t(*Orders).total: \nmain.go:9 (0x0)\n\tmain: \n",
		},
		"go with full names": {
			`{"stacktrace":[{"function":"main.total","file":"/srv/shop/orders.go","line":20}]}`,
			"goroutine 1 [running]:\nmain.total()\n\t/srv/shop/orders.go:20 +0x0\n",
		},
		"log4j": {
			`{"level":"ERROR","thrown":{"commonElementCount":0,"message":"failed","name":"com.acme.OrderException","extendedStackTrace":[` +
				`{"class":"com.acme.Orders","method":"total","file":"Orders.java","line":12,"exact":true},{"class":"jdk.internal.Invoker","method":"invoke","line":-2}],` +
				`"cause":{"name":"java.io.IOException","extendedStackTrace":[{"class":"com.acme.Store","method":"open","file":"Store.java","line":7}]}}}`,
			"com.acme.OrderException: failed\n\tat com.acme.Orders.total(Orders.java:12)\n\tat jdk.internal.Invoker.invoke(Unknown Source)\n" +
				"Caused by: java.io.IOException\n\tat com.acme.Store.open(Store.java:7)\n",
		},
		"logback": {
			`{"throwable":{"className":"com.acme.OrderException","message":"failed","stepArray":[{"className":"com.acme.Orders","methodName":"total","fileName":"Orders.java","lineNumber":12}]}}`,
			"com.acme.OrderException: failed\n\tat com.acme.Orders.total(Orders.java:12)\n",
		},
		"monolog": {
			`{"context":{"exception":{"class":"App\\OrderException","message":"failed","code":0,"file":"/srv/shop/src/Orders.php:12","trace":["/srv/shop/src/App.php:41","/srv/shop/public/index.php:9"],` +
				`"previous":{"class":"PDOException","message":"gone","file":"/srv/shop/src/Store.php:7","trace":["/srv/shop/src/Orders.php:10"]}}}}`,
			"PDOException: gone in /srv/shop/src/Store.php:7\nStack trace:\n#0 /srv/shop/src/Orders.php(10): ()\n#1 {main}\n\nNext " +
				"App\\OrderException: failed in /srv/shop/src/Orders.php:12\nStack trace:\n#0 /srv/shop/src/App.php(41): ()\n#1 /srv/shop/public/index.php(9): ()\n#2 {main}\n",
		},
		"javascript": {
			`{"err":{"name":"TypeError","message":"x","stack":[{"functionName":"total","fileName":"/srv/shop/orders.js","lineNumber":12,"columnNumber":7},{"file":"/srv/shop/main.js","line":3}]}}`,
			"TypeError: x\n    at total (/srv/shop/orders.js:12:7)\n    at /srv/shop/main.js:3:1\n",
		},
		"dotnet": {
			`{"Exception":{"ClassName":"System.InvalidOperationException","Message":"failed","StackTrace":[{"class":"Shop.Orders","method":"Total","file":"/srv/shop/Orders.cs","line":12}],` +
				`"InnerException":{"ClassName":"System.IO.IOException","Message":"gone","StackTrace":[{"class":"Shop.Store","method":"Open","file":"/srv/shop/Store.cs","line":7},{"class":"System.IO.File","method":"Open"}]}}}`,
			"System.InvalidOperationException: failed\n ---> System.IO.IOException: gone\n   at Shop.Store.Open() in /srv/shop/Store.cs:line 7\n   at System.IO.File.Open()\n" +
				"   --- End of inner exception stack trace ---\n   at Shop.Orders.Total() in /srv/shop/Orders.cs:line 12\n",
		},
		"ruby": {
			`{"exception":{"name":"KeyError","message":"no key","backtrace":[{"file":"/srv/shop/app/orders.rb","line":12,"method":"total"},{"file":"/srv/shop/app/main.rb","line":3,"class":"Main","method":"run"}]}}`,
			"/srv/shop/app/orders.rb:12:in 'total': no key (KeyError)\n\tfrom /srv/shop/app/main.rb:3:in 'Main#run'\n",
		},
		"eris": { // the outermost frame first
			`{"error":{"root":{"message":"no stock","stack":["main.main:/srv/shop/main.go:54","main.total:/srv/shop/orders.go:12"]}}}`,
			"goroutine 1 [running]:\nmain.total()\n\t/srv/shop/orders.go:12 +0x0\nmain.main()\n\t/srv/shop/main.go:54 +0x0\n",
		},
		"eris on windows": { // is not read
			`{"error":{"root":{"stack":["main.main:C:/shop/main.go:54","main.total:C:/shop/orders.go:12"]}}}`,
			"main.main:C:/shop/main.go:54\nmain.total:C:/shop/orders.go:12",
		},
		"no frames": {`{"stack":[{"id":17},{"id":18}],"error":{"stack":"x"}}`, "x"},
		"cause as text": {
			`{"err":{"type":"A","message":"a","stack":"outer","cause":{"type":"B","message":"b","stack":"inner"}}}`,
			"inner",
		},
		"trace id":         {`{"trace":{"id":"0af7651916cd43dd8448eb211c80319c"},"message":"m"}`, "m"},
		"trace id as text": {`{"trace":"0af7651916cd43dd8448eb211c80319c","message":"m"}`, "m"},
		"unknown files":    {`{"stack":[{"file":"a.xyz","line":1,"function":"f"}],"message":"m"}`, "m"},
	} {
		t.Run(name, func(t *testing.T) {
			texts, _, _ := found(tt.body)
			if assert.NotEmpty(t, texts) {
				assert.Equal(t, tt.want, strings.ReplaceAll(texts[0], `\n`, "\n"))
			}
			if strings.HasPrefix(name, "cause") {
				_, typ, message := found(tt.body)
				assert.Equal(t, "A a", typ+" "+message)
			}
		})
	}
}

func TestListAsText(t *testing.T) {
	var s search
	s.text(fieldStacktrace, ` ["a","b\"c"]`, 0)
	assert.Equal(t, "a\nb\"c", s.candidates()[0].text)
}
