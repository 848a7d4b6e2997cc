// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// swiftRuntime are the prefixes of functions of the runtime and of the standard library.
var swiftRuntime = [...]string{
	"_assertionFailure", "assertionFailure", "specialized _assertionFailure", "_fatalErrorMessage", "specialized _fatalErrorMessage",
	"fatalError(", "preconditionFailure", "swift_", "_swift_", "__swift", "$ss", "$sSa", "$sSS", "thunk for ", "reabstraction thunk ",
	"protocol witness for ", "-[NS", "+[NS", "-[UI", "+[UI", "objc_", "_start", "__libc_start", "outlined ", "value witness ",
	"Swift.", "Backtrace.", "specialized Array.", "Array.", "specialized Dictionary.", "ContiguousArray",
}

// inAppSwift tells the application's functions from those of Apple's systems, of Swift itself and of
// packages.
func inAppSwift(f *Frame) bool {
	name, path := f.Function, f.File
	switch {
	case path == "":
	case strings.Contains(path, "/checkouts/"), strings.Contains(path, "/Pods/"), strings.Contains(path, "/Carthage/"),
		strings.Contains(path, "/.build/repositories/"), strings.HasPrefix(path, "/usr/"),
		strings.HasPrefix(path, "Swift/"), strings.HasPrefix(path, "_Concurrency/"), strings.HasPrefix(path, "Foundation/"),
		strings.HasPrefix(path, "Dispatch/"), strings.HasPrefix(path, "NIO"), strings.HasPrefix(path, "Vapor/"):
		return false
	}
	if path == "" && name == "" {
		return false
	}
	for i := range swiftRuntime {
		if prefix := swiftRuntime[i]; strings.HasPrefix(name, prefix) {
			return false
		}
	}
	return !isSwiftSystem(f.Package)
}

// isSwiftSystem reports whether an image is part of the system.
func isSwiftSystem(image string) bool {
	if strings.HasPrefix(image, "lib") || strings.HasPrefix(image, "ld-linux") || strings.HasPrefix(image, "com.apple.") ||
		strings.HasPrefix(image, "OpenTelemetry") ||
		strings.HasPrefix(image, "/usr/") || strings.HasPrefix(image, "/System/") {
		return true
	}
	switch image {
	case "dyld", "dyld_sim", "AppKit", "AVFoundation", "AttributeGraph", "CFNetwork", "CloudKit", "Combine", "CoreAudio", "CoreBluetooth",
		"CoreData", "CoreFoundation", "CoreGraphics", "CoreLocation", "CoreMedia", "CoreMotion", "CoreText", "FrontBoardServices", "Foundation",
		"FoundationEssentials", "GraphicsServices", "HIToolbox", "ImageIO", "IOKit", "JavaScriptCore", "MapKit", "MediaToolbox", "Metal",
		"Network", "QuartzCore", "RunningBoardServices", "SceneKit", "Security", "SpriteKit", "StoreKit", "SwiftUI", "SwiftUICore", "UIKit", "UIKitCore",
		"UpdateCycle", "WebCore", "WebKit", "WidgetKit", "XCTest", "XCTestCore", "[vdso]", "???":
		return true
	}
	return false
}
