using System.Security.Cryptography;
using System.Xml.Linq;
using Balcao.Platform.Files;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.Options;

namespace Balcao.Platform;

/// <summary>
/// Stores Data Protection's keys (for cookies, password links, access tokens) in the database, encrypted with the installation's
/// key: a copy of the database alone decrypts nothing, and every node reads the same keys.
/// </summary>
public static class Secrets
{
    public static IServiceCollection AddSecrets(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(new InstallationKey(settings));
        services.AddPeriodic<ProtectionKeys>(every: TimeSpan.FromHours(1));
        services.AddDataProtection().SetApplicationName("Balcao");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(options =>
            {
                // Making a key inside a request that holds SQLite's write lock would deadlock; ProtectionKeys makes them instead.
                options.AutoGenerateKeys = false;
                options.XmlRepository = new DatabaseKeys(provider.GetRequiredService<IServiceScopeFactory>());
                options.XmlEncryptor = new KeyWrapper(provider);
            }));
        return services;
    }
}

/// <summary>The key that encrypts all others: from the settings, or generated once in the data folder.</summary>
public sealed class InstallationKey
{
    private const int Length = 32;

    private readonly byte[] _key;

    public InstallationKey(Settings settings)
    {
        var (given, from) = (settings.Key, SettingsReader.NameOf(nameof(Settings.Key)));
        if (given.Length == 0) (given, from) = FromFolder(settings.DataFolder);
        _key = Read(given) ?? throw new StartRefusedException($"{from}: must be the Base64 of {Length} bytes.");
    }

    private static (string Key, string File) FromFolder(string folder)
    {
        PrivateFiles.MakeFolder(folder);
        var file = Path.Combine(folder, DataFolder.Key);
        if (!File.Exists(file))
        {
            var temporary = $"{file}.{Environment.ProcessId}";
            using (var writer = new StreamWriter(PrivateFiles.Open(temporary, FileMode.Create, FileAccess.Write)))
                writer.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)));
            // The file is written completely or not at all; if two processes start together, the first one's key is used.
            try { File.Move(temporary, file, overwrite: false); }
            catch (IOException) when (File.Exists(file)) { File.Delete(temporary); }
        }
        return (File.ReadAllText(file).Trim(), file);
    }

    /// <summary>The key of its Base64; null if it is none.</summary>
    internal static byte[]? Read(string base64)
    {
        var key = new byte[Length];
        return Convert.TryFromBase64String(base64, key, out var read) && read == Length ? key : null;
    }

    /// <summary>A separate secret for a purpose: the same on every node; the key cannot be computed from it.</summary>
    public byte[] Derive(string purpose) => HMACSHA256.HashData(_key, System.Text.Encoding.UTF8.GetBytes(purpose));

    public string Wrap(byte[] plain)
    {
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var cipher = new byte[plain.Length];
        var tag = new byte[AesGcm.TagByteSizes.MaxSize];
        using var aes = new AesGcm(_key, tag.Length);
        aes.Encrypt(nonce, plain, cipher, tag);
        return Convert.ToBase64String([.. nonce, .. tag, .. cipher]);
    }

    public byte[] Unwrap(string wrapped)
    {
        var bytes = Convert.FromBase64String(wrapped).AsSpan();
        var nonce = bytes[..AesGcm.NonceByteSizes.MaxSize];
        var tag = bytes.Slice(nonce.Length, AesGcm.TagByteSizes.MaxSize);
        var cipher = bytes[(nonce.Length + tag.Length)..];
        var plain = new byte[cipher.Length];
        using var aes = new AesGcm(_key, tag.Length);
        aes.Decrypt(nonce, cipher, tag, plain);
        return plain;
    }
}

/// <summary>Makes the next key well before the newest expires.</summary>
public sealed class ProtectionKeys(IKeyManager keys) : IPeriodicTask
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(180);

    private static readonly TimeSpan Ahead = TimeSpan.FromDays(30);

    public Task RunAsync(CancellationToken ct)
    {
        EnsureFresh();
        return Task.CompletedTask;
    }

    public void EnsureFresh()
    {
        // Data Protection uses the system clock, whatever clock the server is given.
        var now = TimeProvider.System.GetUtcNow();
        var newest = keys.GetAllKeys().Where(key => !key.IsRevoked).Select(key => key.ExpirationDate).DefaultIfEmpty(now).Max();
        if (newest < now + Ahead) keys.CreateNewKey(now, now + Lifetime);
    }
}

/// <summary>One of Data Protection's keys, as encrypted XML.</summary>
public sealed class ProtectionKey
{
    public required string Name { get; init; }

    public required string Xml { get; init; }
}

internal sealed class SecretTables : IEntityTypeConfiguration<ProtectionKey>
{
    public void Configure(EntityTypeBuilder<ProtectionKey> builder)
    {
        builder.ToTable("protection_keys");
        builder.HasKey(k => k.Name);
        builder.Property(k => k.Name).HasMaxLength(120);
    }
}

internal sealed class DatabaseKeys(IServiceScopeFactory scopes) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => Task.Run(async () =>
    {
        await using var scope = scopes.CreateAsyncScope();
        var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        await work.BeginReadAsync(TenantScope.Everyone, CancellationToken.None);
        var keys = await scope.ServiceProvider.GetRequiredService<BalcaoDb>().Set<ProtectionKey>().AsNoTracking().ToListAsync();
        await work.CommitAsync(CancellationToken.None);
        return keys.ConvertAll(key => XElement.Parse(key.Xml));
    }).GetAwaiter().GetResult();

    public void StoreElement(XElement element, string friendlyName) => Task.Run(async () =>
    {
        await using var scope = scopes.CreateAsyncScope();
        var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        await work.BeginWriteAsync(TenantScope.Everyone, CancellationToken.None);
        scope.ServiceProvider.GetRequiredService<BalcaoDb>().Add(new ProtectionKey { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
        await work.CommitAsync(CancellationToken.None);
    }).GetAwaiter().GetResult();
}

internal sealed class KeyWrapper(IServiceProvider services) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var key = services.GetRequiredService<InstallationKey>();
        var wrapped = key.Wrap(System.Text.Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)));
        return new EncryptedXmlInfo(new XElement("wrapped", wrapped), typeof(KeyUnwrapper));
    }
}

/// <summary>Data Protection creates it by its type name, with the service provider.</summary>
public sealed class KeyUnwrapper(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var plain = services.GetRequiredService<InstallationKey>().Unwrap(encryptedElement.Value);
        return XElement.Parse(System.Text.Encoding.UTF8.GetString(plain));
    }
}
