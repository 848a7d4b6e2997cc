// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// inAppDotnet tells the application's methods from those of .NET and of packages, mainly by the first
// part of the namespace, because the paths of packages are those of the machine that built them.
func inAppDotnet(f *Frame) bool {
	name := f.Function
	root := 0
	for root < len(name) && name[root] != '.' && name[root] != ':' {
		root++
	}
	switch {
	case isDotnetLibrary(name[:root]),
		strings.HasSuffix(f.File, ".g.cs"), strings.Contains(f.File, "/obj/"), strings.Contains(f.File, `\obj\`),
		strings.Contains(f.File, "/.nuget/"), strings.Contains(f.File, `\.nuget\`),
		strings.HasPrefix(name, "lambda_method"),
		strings.Contains(name, "ThrowHelper."):
		return false
	}
	return true
}

// isDotnetLibrary reports whether the first part of a namespace is that of .NET or of a widely used
// package.
func isDotnetLibrary(root string) bool {
	switch root {
	case "System", "Microsoft", "Internal", "Interop", "MS", "Windows", "WinRT", "Mono", "Xamarin", "Java", "Android",
		"AndroidX", "Foundation", "UIKit", "ObjCRuntime", "CoreFoundation", "UnityEngine", "UnityEditor", "Unity", "Godot",
		"CallSite", "FSharp", "ABI", "MonoMac", "AppKit":
		return true
	case "Akka", "Amazon", "Antlr4", "ApprovalTests", "Ardalis", "Asp", "Audit", "Autofac", "AutoFixture", "AutoMapper",
		"Avalonia", "AWSSDK", "Azure", "BenchmarkDotNet", "Bogus", "BouncyCastle", "Carter", "Castle", "CommandLine",
		"CommunityToolkit", "Confluent", "Consul", "Coravel", "CsvHelper", "Dapper", "Datadog", "DotNetCore", "DryIoc",
		"DryIocAttributes", "Duende", "EasyCaching", "EasyNetQ", "Elastic", "Elasticsearch", "EntityFramework",
		"EnumerableAsyncProcessor", "EventStore", "FakeItEasy", "FastEndpoints", "FirebirdSql", "FluentAssertions",
		"FluentMigrator", "FluentResults", "FluentValidation", "Flurl", "Giraffe", "GraphQL", "GreenDonut", "Grpc", "Hangfire",
		"HotChocolate", "Humanizer", "ICSharpCode", "IdentityModel", "IdentityServer4", "JasperFx", "Jint", "JustSaying",
		"Lamar", "LanguageExt", "LinqToDB", "LiteDB", "LightInject", "MailKit", "Mapster", "Marten", "MassTransit",
		"MediatR", "MessagePack", "MimeKit", "Minio", "MongoDB", "Moq", "MQTTnet", "MySql", "MySqlConnector", "NHibernate",
		"NLog", "NPOI", "NRedisStack", "NServiceBus", "NSubstitute", "NUnit", "Nancy", "Nerdbank", "Nest", "Newtonsoft",
		"Ninject", "Nito", "NodaTime", "Npgsql", "Ocelot", "OfficeOpenXml", "OpenIddict", "OpenTelemetry", "OpenTracing",
		"Oracle", "Owin", "Paramore", "Polly", "PostSharp", "ProtoBuf", "Quartz", "RabbitMQ", "Raven", "ReactiveUI", "Rebus",
		"Refit", "RestSharp", "Rg", "Saunter", "Scrutor", "SendGrid", "Sentry", "Serilog", "ServiceStack", "SimpleInjector",
		"SixLabors", "SkiaSharp", "Splat", "SpecFlow", "StackExchange", "StackifyLib", "Steeltoe", "Stripe", "StructureMap",
		"Swashbuckle", "TechTalk", "Telerik", "Telegram", "Topshelf", "Twilio", "Unchase", "Weasel", "WireMock", "Wolverine",
		"Xunit", "Yarp", "YamlDotNet", "ZiggyCreatures", "Zlib", "log4net", "protobuf", "xunit", "Google", "Orleans", "Volo",
		"EFCore", "Elmah", "StyletIoC", "Stylet", "Prism", "Caliburn", "MvvmCross", "GalaSoft", "DevExpress", "Syncfusion",
		"Thrift", "ClosedXML", "NetTopologySuite", "NetMQ", "ImageMagick", "Renci", "LibGit2Sharp", "Fleck", "WebSocketSharp":
		return true
	}
	return false
}
