// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

func isPHPFile(path string) bool {
	for _, suffix := range [...]string{".php", ".phtml", ".inc", ".module", ".theme"} {
		if strings.HasSuffix(path, suffix) {
			return true
		}
	}
	return false
}

// inAppPHP tells the application's files from those of Composer's packages, of archives and of
// frameworks that are not installed as packages. Traces of the OpenTelemetry SDK have no directories:
// there it goes by the namespace.
func inAppPHP(f *Frame) bool {
	path := f.File
	if path == "" {
		return false
	}
	if _, _, ok := cutDirectory(path); !ok {
		namespace := f.Function
		if i := strings.IndexAny(namespace, `.\`); i >= 0 {
			return !isPHPLibrary(namespace[:i])
		}
		return true
	}
	if strings.HasPrefix(path, "phar://") || strings.HasPrefix(path, "vendor/") || strings.HasPrefix(path, "/usr/share/") {
		return false
	}
	prev := ""
	for name, rest, ok := cutDirectory(path); ok; name, rest, ok = cutDirectory(rest) {
		switch name {
		case "vendor", "wp-includes", "wp-admin":
			return false
		case "cache":
			if prev == "var" { // Symfony's container and templates
				return false
			}
		case "code":
			if prev == "generated" { // Magento
				return false
			}
		case "contrib":
			if prev == "modules" || prev == "themes" { // Drupal
				return false
			}
		case "lib":
			if prev == "core" { // Drupal
				return false
			}
		case "modules":
			if prev == "core" { // Drupal
				return false
			}
		case "core", "database", "libraries":
			if prev == "system" { // CodeIgniter 3
				return false
			}
		}
		prev = name
	}
	return true
}

// isPHPLibrary reports whether the first part of a namespace is that of a widely used package.
func isPHPLibrary(namespace string) bool {
	switch namespace {
	case "Aimeos", "Amp", "ApiPlatform", "Aws", "Barryvdh", "BaconQrCode", "Behat", "Bref", "Brick", "CakePHP", "Cake",
		"Carbon", "Clue", "CodeIgniter", "Codeception", "Composer", "Cycle", "Defuse", "Doctrine", "Dompdf", "DI", "Dotenv", "Drupal", "EasyCorp",
		"Elastic", "Elasticsearch", "Enqueue", "Facade", "FastRoute", "Fideloper", "Filament", "Firebase", "Flarum", "Fruitcake", "Google", "GraphQL",
		"Grpc", "GuzzleHttp", "Hyperf", "Http", "Illuminate", "Inertia", "Intervention", "JMS", "Jean85", "Jenssegers", "KnpU", "Knp",
		"Laminas", "Laravel", "Lcobucci", "League", "Livewire", "Maatwebsite", "Magento", "MatthiasMullie", "Mezzio", "Mockery", "MongoDB", "Monolog",
		"Mpdf", "NunoMaduro", "Nelmio", "Nette", "Nikic", "Nyholm", "Octane", "OpenApi", "OpenTelemetry", "PDO", "PHPMailer", "PHPStan", "PHPUnit",
		"Phalcon", "PhpAmqpLib", "PhpOffice", "PhpParser", "Pest", "Predis", "Prometheus", "Psr", "Psy", "Pusher", "Ramsey", "Ratchet", "React",
		"Respect", "Revolt", "Rize", "Roave", "SebastianBergmann", "Sensio", "Sentry", "Shopware", "Silex", "SimpleSAML", "Slim", "Smarty", "Spatie",
		"Spiral", "Stripe", "Sulu", "Swoole", "Sylius", "Symfony", "Temporal", "Tightenco", "Tracy", "Twig", "Twilio", "Tymon", "TYPO3", "Webmozart",
		"Whoops", "Workerman", "Yiisoft", "Zend", "cebe", "phpDocumentor", "yii":
		return true
	}
	return false
}
