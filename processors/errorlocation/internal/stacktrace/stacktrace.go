// SPDX-License-Identifier: Apache-2.0

// Package stacktrace reads the text of a stack trace and says which line of the application's own
// code raised the error.
//
// A [Parser] finds a trace in a text, whatever surrounds it, reads its exceptions and frames with
// the grammar of its language (an entry of the table in language.go, and the files that begin with its name)
// and chooses one frame: the first frame of the application's own code, walking outward from the
// point where the root cause was raised.
//
// The package scans bytes: no regular expressions, time linear in the text, memory bounded, and
// no panic on any input.
package stacktrace

// Frame is one entry of a stack.
type Frame struct {
	// Function is the name without arguments, qualified as far as the text allows, in the form that
	// the semantic conventions define for code.function.name. Empty if unknown.
	Function string
	// Package names the package of the function: a part of Function, or what the text prints beside
	// it, such as a gem or an OTP application. Empty if the text does not tell.
	Package string
	// File is the path as printed in the text, empty if the frame has none.
	File string
	// Line counts from 1; it is 0 if, and only if, File is empty.
	Line int
	// Column counts from 1, 0 if unknown.
	Column int

	// partial marks a frame that ends where the text ends, so that its last part may be cut off.
	partial bool
	// owner says whose code the frame is, if the text itself tells.
	owner owner
	// foreign marks a frame that is not of the application's own code, as inferred from the other
	// frames of the trace.
	foreign bool
	// doubt grades how uncertain it is that a frame is the application's own although inApp says so:
	// 0 is certain, and greater values are less certain.
	doubt uint8
}

// owner says whose code a frame is.
type owner uint8

const (
	ownerUnknown  owner = iota
	ownerPackaged       // loaded from an archive, as libraries and some applications are
	ownerApp
	ownerLibrary
)

// Exception is one error of a chain.
type Exception struct {
	// Type and Message are as printed, empty if the text does not tell.
	Type    string
	Message string
	// Frames starts where the exception was raised and goes outward to the callers. Frames of what
	// recorded the error (a recover handler, a logger, the telemetry SDK) are left out where the
	// grammar can tell.
	Frames []Frame

	first, last int  // bounds of Frames in Parser.frames
	link        link // relation to the exception before it in the text
	full        bool // maxFrames is reached even without repetitions
	inApp       bool // if full: one of the kept frames is the application's own
	level       int  // depth in a tree of exceptions, in languages that have such trees
	reported    bool // Result.Type and Result.Message are those of this exception
}

// link is the relation of an exception to the one before it in the text.
type link uint8

const (
	linkNone    link = iota
	linkCause        // the one before caused it
	linkContext      // it was raised while the one before was being handled
	linkMember       // it starts a member of the enclosing group
)

// Reason says why a frame was chosen.
type Reason uint8

const (
	// ReasonNone: no frame was chosen, Result.Location is empty.
	ReasonNone Reason = iota
	// ReasonInApp: the first frame of the application's own code.
	ReasonInApp
	// ReasonInclude: the first frame of the application's own code, by a pattern of the Parser's
	// Rules.
	ReasonInclude
	// ReasonServiceInclude: the first frame of the application's own code, by a pattern of
	// Hints.Rules.
	ReasonServiceInclude
	// ReasonLearned: the first frame below a root of the application.
	ReasonLearned
	// ReasonNoInApp: no frame belongs to the application, so the first one with file and line.
	ReasonNoInApp
	// ReasonFunctionOnly: no frame belongs to the application and none has a file.
	ReasonFunctionOnly
)

// InApp reports whether the chosen frame is of the application's own code.
func (r Reason) InApp() bool { return r >= ReasonInApp && r <= ReasonLearned }

// Hints is what is known about a text from the telemetry around it. The zero value is valid.
type Hints struct {
	// Language is the value of telemetry.sdk.language. It decides which grammar is tried first;
	// the text decides which one fits.
	Language string
	// Type is the value of exception.type. It is the type of a text that starts with it if the
	// grammar itself finds none.
	Type string
	// Message is the value of exception.message. With it, lines of the message that look like frames
	// are not mistaken for frames.
	Message string
	// Rules are patterns for this text alone. They take precedence over those of the Parser.
	Rules *Rules
	// Roots are the values of Result.Root for other errors of the application. A frame below one of
	// them is chosen if no other frame is the application's own, or before all others with
	// PreferRoots.
	Roots       []string
	PreferRoots bool
	// Freeform says that the text is a log message, which often holds no trace. Lines that look like
	// frames then count only with further evidence of a trace.
	Freeform bool
}

// Result is what Parse found. Its strings may share memory with the text. Chain is valid until the
// next call of Parse.
type Result struct {
	Language Language
	// Type and Message are those of the exception that was reported, the outermost of the chain. A
	// message of more than 4 KiB is cut.
	Type    string
	Message string
	// Chain has the exceptions in the order in which they are searched for the location: the root
	// cause first, then the exceptions that wrap it.
	Chain []Exception
	// Location is the chosen frame.
	Location Frame
	Reason   Reason
	// Rule is the pattern or the root that chose the frame, empty if none did.
	Rule string
	// Root is the root of the application's code if the trace reveals it: the name of a package, or
	// a path that ends with '/'. Unless Hints.PreferRoots is set, it is empty if a frame is the
	// application's own by the other rules.
	Root string
	// Truncated says that the text ends, or was cut by the byte limit, inside the trace.
	Truncated bool
}
