using static Balcao.Demo.World.MediaFile;
using static Balcao.Demo.World.Telling;

namespace Balcao.Demo.World;

/// <summary>The stories of the closed chats of the last weeks.</summary>
internal static class PastStories
{
    public static readonly IReadOnlyList<Story> Service =
    [
        new(Customer("{saudacao}! Comprei {o_produto} no site, pedido {pedido}. Já saiu para entrega?"),
            Agent("{saudacao}, {nome}! Aqui é {agente}, da Loja Exemplo. Vou olhar para você, um instante."),
            Agent("Seu pedido {pedido} saiu do nosso depósito hoje cedo e chega amanhã, entre 8h e 14h."),
            Customer("Amanhã de manhã não tem ninguém em casa. Dá para ser à tarde?"),
            Agent("Dá sim. Mudei para amanhã das 14h às 18h, o motorista liga meia hora antes."),
            Customer("Perfeito, {obrigado}!").Liked("❤️"),
            Agent("Por nada! Qualquer coisa é só chamar por aqui.")),

        new(Customer("Oi, chegou hoje {o_produto} mas a caixa veio bem amassada"),
            CustomerSends(Box, "olha como chegou"),
            Agent("{saudacao}, {nome}. Sinto muito por isso! O produto em si tem alguma marca ou está funcionando?"),
            Customer("Por dentro parece tudo certo, só a caixa mesmo"),
            Note("Transportadora Rota Sul de novo, terceira caixa amassada esta semana. Avisei a logística."),
            Agent("Que bom. Deixei registrado com a sua foto: se aparecer algum defeito nos próximos 30 dias, a troca já está aprovada, sem precisar de laudo.").Quoting(2),
            Customer("Ótimo, fico mais tranquilo assim. Valeu!").Liked()),

        new(Customer("{saudacao}, gostaria de agendar a montagem {do_produto}, pedido {pedido}"),
            Agent("{saudacao}! Claro. Em que bairro fica e em que dias você está em casa?"),
            Place(-23.5489, -46.6388, "Rua da Consolação, 1820", "Consolação, São Paulo, SP"),
            Customer("Qualquer dia depois das 13h"),
            Agent("Temos quinta às 14h ou sexta às 15h30. Qual prefere?"),
            Customer("Quinta 14h"),
            Agent("Agendado: quinta, 14h, com o montador Seu Jairo. Ele leva as ferramentas; só deixe o espaço livre, por favor."),
            Customer("Combinado 👍")),

        new(Customer("Oi! Vocês têm {o_produto} a pronta entrega?"),
            Agent("Oi, {nome}! Temos 4 unidades no depósito de Guarulhos. Para qual CEP seria a entrega?"),
            Customer("09715-030"),
            Agent("Para São Bernardo entregamos em até 2 dias úteis, frete de R$ 39,90. Quer que eu separe uma para você?"),
            Customer("Vou ver com meu marido e volto a falar, pode ser?"),
            Agent("Claro! Deixo separada até amanhã às 18h em seu nome.").Liked("🙏")),

        new(Customer("minha geladeira não gela mais e aparece E5 no visor"),
            CustomerSends(Fridge),
            Agent("{saudacao}, {nome}. O E5 indica o sensor do degelo. Por favor, desligue da tomada por 10 minutos e ligue de novo, e me diga se o código volta."),
            Customer("Voltou").Later(14),
            Agent("Entendi. Ela está na garantia até o ano que vem, então a visita do técnico é sem custo. Me confirma o endereço do pedido {pedido}?"),
            Customer("É o mesmo sim"),
            Note("Peça provável: sensor 2110-B. Pedi para o técnico já levar."),
            Agent("Visita marcada para amanhã, entre 9h e 12h. O técnico se chama Adriano e leva a peça."),
            Customer("Ainda bem, {obrigado} pela rapidez").Liked("❤️")),

        new(Customer("Bom, comprei {o_produto} e me arrependi, queria devolver. Ainda está na caixa"),
            Agent("{saudacao}, {nome}! Sem problema: até 7 dias depois da entrega você pode devolver sem dizer por quê. Qual é o número do pedido?"),
            Customer("{pedido}"),
            Agent("Achei. A coleta passa na sexta pela manhã; deixe na caixa, com a nota. O valor volta no mesmo cartão em até 2 faturas."),
            Customer("E se eu preferir um vale?"),
            Agent("Também dá: o vale sai no dia em que a caixa chega aqui e vale por um ano, com 5% a mais."),
            Customer("Pode ser o vale então"),
            Agent("Anotado: vale-compra. Você recebe por aqui assim que a caixa chegar.")),

        new(Customer("{saudacao}"),
            Customer("o montador não apareceu hoje, esperei a tarde inteira"),
            Agent("{nome}, peço desculpas. Vou falar com ele agora e já te respondo."),
            Note("Jairo teve problema com o carro, não avisou ninguém. Oferecer frete de brinde na próxima compra."),
            Agent("O carro dele quebrou e o aviso não chegou até nós. Posso colocar você como o primeiro de amanhã, às 8h?").Later(6),
            Customer("Pode, mas amanhã sem falta por favor"),
            Agent("Sem falta. E o frete da sua próxima compra é por nossa conta."),
            Customer("Tá bom, {obrigado}")),

        new(Customer("Oi, tudo bem? Qual a voltagem {do_produto}?"),
            Agent("Tudo, e você? Esse modelo vem em 127 V ou 220 V, você escolhe na compra."),
            Customer("Aqui em casa é 220"),
            Agent("Então peça o código terminado em -220. A entrega para você fica para esta semana ainda."),
            Customer("Show, vou fechar pelo site")),

        new(Customer("Recebi a estante e faltou o saquinho de parafusos 😕"),
            CustomerSends(Shelf, "montei o que deu"),
            Agent("Ah, não! Envio outro kit hoje mesmo, sem custo. Ficou bonita assim mesmo, viu?").Liked("😂"),
            AgentSends(Manual, "E aqui está o manual, a página do kit de parafusos é a primeira."),
            Customer("Chega quando?"),
            Agent("Em dois dias úteis, pelos Correios. O código de rastreio chega por aqui."),
            Customer("Maravilha")),

        new(Customer("Vocês retiram o móvel velho quando entregam o novo?"),
            Agent("{saudacao}, {nome}! Retiramos sim, por R$ 60,00, se estiver desmontado. É para o pedido {pedido}?"),
            Customer("Isso mesmo"),
            Agent("Incluí a retirada na sua entrega de sábado. O pagamento é na hora, no cartão ou Pix."),
            Customer("Fechado, {obrigado}!")),

        new(Customer("{saudacao}! A porta do guarda-roupa está raspando embaixo"),
            CustomerSends(Voice),
            Agent("{saudacao}, {nome}, ouvi seu áudio. Isso quase sempre é o nível do piso: dá para regular nas dobradiças, é o parafuso do meio, meia volta para a direita."),
            Customer("Deu certo!!! Não acredito que era só isso").Later(22).Liked("🎉"),
            Agent("Que ótimo! Se voltar a raspar, mando o montador sem custo."),
            CustomerSends(Sticker)),

        new(Customer("Queria saber o prazo da garantia {do_produto}"),
            Agent("Oi, {nome}! São 12 meses de fábrica, e você pode estender para 24 em até 30 dias da compra."),
            Customer("Quanto fica?"),
            Agent("Para esse modelo, R$ 129,00 em até 3 vezes."),
            Customer("Vou pensar, valeu")),

        new(Customer("Entrega atrasada de novo! Pedido {pedido} era para ontem"),
            Agent("{nome}, você tem razão, e peço desculpas. Deixa eu ver com a transportadora onde está agora."),
            Agent("Está em Jundiaí, o caminhão atrasou por causa da chuva na serra. Chega amanhã até o meio-dia, e devolvi o valor do frete no seu cartão.").Later(9),
            Customer("Pelo menos isso. Vou aguardar."),
            Note("Frete estornado, R$ 48,00. Acompanhar amanhã às 12h.")),

        new(Customer("Oi, esse é o contato do meu marido, ele que vai receber"),
            Card("Sérgio Lopes", "+55 11 98812-0777"),
            Agent("Perfeito, {nome}. Coloquei o telefone do Sérgio na entrega do pedido {pedido}."),
            Customer("{Obrigado}!")),

        new(Customer("A lavadora está vazando por baixo quando centrifuga"),
            Agent("{saudacao}, {nome}! A mangueira de saída está bem encaixada atrás? É a causa mais comum depois de uma mudança."),
            Customer("Estava meio solta mesmo. Encaixei e parece que parou").Later(11),
            Agent("Boa! Faça um ciclo rápido para ter certeza. Vou deixar o atendimento encerrado, e se vazar de novo é só responder aqui.").Liked()),

        new(Customer("{saudacao}, vocês abrem no feriado?"),
            Agent("{saudacao}! No feriado a loja fica fechada, mas o site funciona e este WhatsApp responde das 9h às 13h."),
            Customer("Ok, {obrigado}")),

        new(Customer("Preciso trocar a cor do sofá antes de entregar, dá tempo? Pedido {pedido}"),
            Agent("Oi, {nome}! Ele sai da fábrica só na segunda, dá tempo sim. De qual cor para qual?"),
            Customer("De cinza para azul petróleo"),
            Agent("Trocado! O prazo não muda. Quer que eu mande uma foto do tecido?"),
            AgentSends(Sofa, "Este é o azul petróleo (essa peça é do mostruário, por isso a marca no assento)"),
            Customer("Lindo 😍").Quoting(1)),

        new(Customer("Onde vejo o manual da estante? Perdi o papel"),
            AgentSends(Manual, "Aqui está, {nome}!").Liked("🙏"),
            Customer("Que rápido, {obrigado}!")),

        new(Customer("Comprei {o_produto} e o site deu erro no final, mas o cartão foi cobrado"),
            Agent("{saudacao}, {nome}. Já encontrei: a compra entrou sim, pedido {pedido}. O erro foi só na tela de confirmação."),
            Customer("Ufa. Pode me mandar a confirmação por e-mail?"),
            Agent("Enviei agora. Se não achar, olhe a caixa de promoções."),
            Customer("Chegou! Valeu mesmo").Liked()),

        new(Customer("O técnico vem amanhã mesmo?"),
            Agent("Vem sim, {nome}: amanhã, entre 13h e 16h. Posso confirmar que haverá alguém em casa?"),
            Pressed("Confirmar visita", "visita.confirmar").Quoting(1),
            Agent("Confirmado. Até amanhã!")),
    ];

    public static readonly IReadOnlyList<Story> Finance =
    [
        new(Customer("Preciso da segunda via do boleto do pedido {pedido}, por favor"),
            Agent("{saudacao}, {nome}! Aqui é {agente}, do financeiro. O boleto venceu ontem; gerei outro com vencimento para sexta, sem juros. Enviei para o seu e-mail."),
            Customer("Paguei agora por Pix mesmo, segue o comprovante").Later(18),
            CustomerSends(Receipt),
            Agent("Recebido, {obrigado}! A baixa aparece amanhã e o pedido segue para a separação.").Quoting(1),
            Customer("Ótimo 👍")),

        new(Customer("Minha fatura veio com duas parcelas do mesmo pedido"),
            Agent("{saudacao}, {nome}. Me diga os quatro últimos números do cartão e o pedido, por favor?"),
            Customer("Final 4471, pedido {pedido}"),
            Note("Cobrança dobrada confirmada no gateway: duas autorizações no mesmo minuto."),
            Agent("Você tem razão: o pagamento passou duas vezes. Pedi o estorno da segunda cobrança agora; aparece na próxima fatura, protocolo do banco 77120-9.").Later(7),
            Customer("Certo, vou acompanhar. {Obrigado}")),

        new(Customer("{saudacao}, consigo parcelar a estante em 12x?"),
            Agent("{saudacao}! Até 10x sem juros, ou 12x com 1,2% ao mês."),
            Customer("10x então"),
            Agent("Pode escolher no fechamento do site, já está liberado para o seu CPF.")),

        new(Customer("Preciso da nota fiscal no CNPJ, saiu no meu CPF"),
            Agent("Oi, {nome}! Dentro do mês consigo cancelar e emitir outra. Me manda o CNPJ e a razão social?"),
            Customer("12.345.678/0001-95, Ateliê Mirim Ltda"),
            Agent("Emitida! A nova nota foi para o seu e-mail e a antiga está cancelada.").Later(12).Liked()),

        new(Customer("Cadê o estorno da devolução do pedido {pedido}?"),
            Agent("{nome}, o estorno foi feito no dia em que a caixa chegou; o banco do cartão leva até duas faturas para mostrar."),
            Customer("Entendi, vou olhar na próxima"),
            Agent("Se não aparecer, me chama aqui que eu cobro do banco com o comprovante.")),
    ];
}
