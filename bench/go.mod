module github.com/tenet-go/tenet/bench

go 1.26.0

replace github.com/tenet-go/tenet => ../

require (
	github.com/anishathalye/porcupine v1.3.1
	github.com/stretchr/testify v1.12.1
	github.com/tenet-go/tenet v0.0.0
	olympos.io/encoding/edn v0.0.0-20201019073823-d3554ca0b0a3
)

require go.yaml.in/yaml/v3 v3.0.5 // indirect
