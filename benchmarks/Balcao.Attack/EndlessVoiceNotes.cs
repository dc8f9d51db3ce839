using System.Net;
using Balcao.Contract;

namespace Balcao.Attack;

/// <summary>Recordings of under 100 KB that last over an hour: two channels must be decoded and encoded again.</summary>
internal sealed class EndlessVoiceNotes : IAttack
{
    private const int AtOnce = 6, Pages = 170;

    private readonly IReadOnlyList<byte[]> _files = [EndlessVoice.Of(Pages, isHonest: true), EndlessVoice.Of(Pages, isHonest: false)];

    public string Finding => "S3";

    public string Words => "an agent uploads voice notes of 91 KB and 87 minutes, six at once";

    public async Task RunAsync(Stage stage, Answers answers, CancellationToken stop)
    {
        var agent = new BalcaoApi(stage.Program(stage.Attacked, 50));
        await answers.RepeatAsync(AtOnce, async (connection, round) =>
        {
            using var file = new MemoryStream(_files[(connection + round) % _files.Count]);
            await agent.UploadAsync(file, "voz.ogg", "audio/ogg; codecs=opus", SendAs.Voice, stop);
            return HttpStatusCode.OK;
        }, stop);
    }
}
