using Balcao.Platform;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>Says at the start that nothing can be received, if that is so: without an app secret every webhook is refused.</summary>
internal sealed partial class ReceivingNotice(Settings settings, ILogger<ReceivingNotice> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.WhatsApp.AppSecrets.Count == 0)
            LogNothingReceived(log, SettingsReader.NameOf(nameof(Settings.WhatsApp), nameof(WhatsAppSettings.AppSecrets), "0"));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(2111, LogLevel.Warning, "Nothing can be received from WhatsApp: {Setting} is not set, so every webhook is answered 401")]
    private static partial void LogNothingReceived(ILogger log, string setting);
}
