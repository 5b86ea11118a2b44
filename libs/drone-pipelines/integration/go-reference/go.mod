module example.com/reference

go 1.21

require (
	github.com/bmatcuk/doublestar v1.1.1
	github.com/docker/go-units v0.4.0
	github.com/drone/envsubst v1.0.3
	gopkg.in/yaml.v2 v2.2.8
)
