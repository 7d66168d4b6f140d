module github.com/tenet-go/tenet/bench

go 1.26.0

replace github.com/tenet-go/tenet => ../

require github.com/tenet-go/tenet v0.0.0
