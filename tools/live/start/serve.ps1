# Serves the folder above this file to this computer alone, and opens it in the browser.
$root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '..'))
# What a page may load; Python, too, which runs in a file of its own.
$policy = [IO.File]::ReadAllText((Join-Path $PSScriptRoot 'policy.txt')).Trim()
$types = @{
    '.css' = 'text/css'; '.html' = 'text/html; charset=utf-8'; '.ico' = 'image/x-icon'
    '.ipynb' = 'application/json'; '.js' = 'text/javascript'; '.json' = 'application/json'
    '.mjs' = 'text/javascript'; '.png' = 'image/png'; '.svg' = 'image/svg+xml'; '.ttf' = 'font/ttf'
    '.txt' = 'text/plain; charset=utf-8'; '.wasm' = 'application/wasm'
    '.webmanifest' = 'application/json'; '.woff' = 'font/woff'; '.woff2' = 'font/woff2'
    '.zip' = 'application/zip'
}

# A browser keeps answers by address, so the port is the same every day, if it is free.
$listener = $null
foreach ($port in 8765..8784) {
    try {
        $listener = New-Object Net.HttpListener
        $listener.Prefixes.Add("http://localhost:$port/")
        $listener.Start()
        break
    }
    catch { $listener = $null }
}
if (-not $listener) { Write-Host 'No port from 8765 to 8784 is free on this computer.'; exit 1 }

$address = "http://localhost:$port/"
Write-Host "The course: $address"
if ($port -ne 8765) {
    Write-Host 'Another window serves on the usual port: your answers of other days are kept there.'
}
Write-Host 'Leave this window open while you work. Close it to end.'
Start-Process $address

function Send-File($context) {
    $path = [Uri]::UnescapeDataString($context.Request.Url.AbsolutePath).TrimStart('/')
    $file = [IO.Path]::GetFullPath((Join-Path $root $path))
    $inside = ($file + '\').StartsWith($root.TrimEnd('\') + '\', [StringComparison]::OrdinalIgnoreCase)
    $answer = $context.Response
    if ($inside -and [IO.Directory]::Exists($file)) {
        if ($path -ne '' -and -not $path.EndsWith('/')) { $answer.Redirect("/$path/"); return }
        $file = Join-Path $file 'index.html'
    }
    if (-not $inside -or -not [IO.File]::Exists($file)) { $answer.StatusCode = 404; return }
    $about = Get-Item -LiteralPath $file
    $tag = '"{0:x}-{1:x}"' -f $about.LastWriteTimeUtc.Ticks, $about.Length
    $answer.Headers.Add('ETag', $tag)
    $answer.Headers.Add('Cache-Control', 'no-cache')
    $answer.Headers.Add('Content-Security-Policy', $policy)
    if ($context.Request.Headers['If-None-Match'] -eq $tag) { $answer.StatusCode = 304; return }
    $type = $types[$about.Extension.ToLowerInvariant()]
    if (-not $type) { $type = 'application/octet-stream' }
    $answer.ContentType = $type
    $answer.ContentLength64 = $about.Length
    if ($context.Request.HttpMethod -eq 'HEAD') { return }
    $content = [IO.File]::OpenRead($file)
    try { $content.CopyTo($answer.OutputStream) } finally { $content.Close() }
}

# A browser that leaves in the middle of a file is no reason to stop.
while ($listener.IsListening) {
    $context = $listener.GetContext()
    try { Send-File $context } catch { }
    try { $context.Response.Close() } catch { }
}
