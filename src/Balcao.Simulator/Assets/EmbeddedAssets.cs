using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Balcao.Simulator.Assets;

/// <summary>Serves the page's styles, scripts and fonts from the assembly.</summary>
static class EmbeddedAssets
{
    const string Prefix = "Assets/";

    sealed record Asset(byte[] Bytes, string ContentType, EntityTagHeaderValue Tag);

    static readonly Lazy<FrozenDictionary<string, Asset>> All = new(Load);

    public static void MapEmbeddedAssets(this IEndpointRouteBuilder app)
    {
        app.MapGet("/_framework/{*file}", (string file) => Serve("_framework/" + file));
        app.MapGet("/assets/{*file}", Serve);
    }

    static IResult Serve(string file) => All.Value.TryGetValue(file, out var asset)
        ? Results.File(asset.Bytes, asset.ContentType, entityTag: asset.Tag)
        : Results.NotFound();

    static FrozenDictionary<string, Asset> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var types = new FileExtensionContentTypeProvider();
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToFrozenDictionary(
            name => name[Prefix.Length..].Replace('\\', '/'),
            name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                var type = types.TryGetContentType(name, out var known) ? known : "application/octet-stream";
                return new Asset(bytes, type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\""));
            });
    }
}
